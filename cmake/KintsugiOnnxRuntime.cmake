# Headers of ONNX Runtime as script/onnxruntime fetches them. Without them the timing program and what needs it are left
# out and everything else is built.
if(DEFINED ENV{XDG_CACHE_HOME})
  set(kintsugi_cache $ENV{XDG_CACHE_HOME}/kintsugi)
else()
  set(kintsugi_cache $ENV{HOME}/.cache/kintsugi)
endif()
set(KINTSUGI_ORT_ROOT ${kintsugi_cache}/onnxruntime-1.26.0 CACHE PATH "Folder that script/onnxruntime filled")
set(KINTSUGI_ORT_LIBRARY_DIR ${KINTSUGI_ORT_ROOT}/${CMAKE_SYSTEM_PROCESSOR})

if(EXISTS ${KINTSUGI_ORT_ROOT}/include/onnxruntime_cxx_api.h)
  add_library(kintsugi_onnxruntime INTERFACE)
  target_include_directories(kintsugi_onnxruntime SYSTEM INTERFACE ${KINTSUGI_ORT_ROOT}/include)
  # The library is loaded by hand: every file must agree on that.
  target_compile_definitions(kintsugi_onnxruntime INTERFACE ORT_API_MANUAL_INIT)
else()
  message(STATUS "No ONNX Runtime in ${KINTSUGI_ORT_ROOT}: timing on devices is left out; script/onnxruntime fetches it.")
endif()
