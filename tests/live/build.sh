#!/usr/bin/env bash
# Builds what the live tests need: llama-server, from the llama.cpp that the PyPI package llama-cpp-python carries (CPU,
# portable x86-64), and a tiny model with random weights.
# usage: build.sh DIR   -> DIR/bin/llama-server and DIR/tiny.gguf; about 12 CPU minutes, once. Needs g++ and python3.
set -euo pipefail
dir=${1:?usage: build.sh DIR}
here=$(cd "$(dirname "$0")" && pwd)
version=0.3.36
mkdir -p "$dir"
cd "$dir"

[ -x venv/bin/ninja ] || { python3 -m venv venv && venv/bin/pip -q install ninja cmake; }
if [ ! -x bin/llama-server ]; then
  [ -f "llama_cpp_python-$version.tar.gz" ] || venv/bin/pip -q download --no-deps --no-binary :all: "llama-cpp-python==$version"
  tar xf "llama_cpp_python-$version.tar.gz"
  export PATH=$PWD/venv/bin:$PATH
  cmake -G Ninja -S "llama_cpp_python-$version/vendor/llama.cpp" -B build -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_CXX_FLAGS_RELEASE=-O1 -DCMAKE_C_FLAGS_RELEASE=-O2 -DBUILD_SHARED_LIBS=OFF \
    -DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_OPENMP=OFF -DGGML_LLAMAFILE=OFF \
    -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_TOOLS=ON \
    -DLLAMA_BUILD_SERVER=ON -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF
  cmake --build build --target llama-server -j "$(nproc)"
  mkdir -p bin
  cp build/bin/llama-server bin/
fi
if [ ! -f tiny.gguf ]; then
  venv/bin/pip -q install "gguf==0.19.0" numpy
  venv/bin/python "$here/make_tiny_gguf.py" tiny.gguf
fi
echo "$PWD"
