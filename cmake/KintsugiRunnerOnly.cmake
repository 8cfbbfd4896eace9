# The timing programs alone, for the bundles of script/build-runner: libraries that are only headers, no LibTorch, no Qt.
# Either kintsugi-runner, on ONNX Runtime, or with KINTSUGI_RUNNER_REFERENCE kintsugi-runner-reference, which is one file
# that needs nothing but the kernel.
find_package(Threads REQUIRED)
if(NOT KINTSUGI_RUNNER_REFERENCE)
  include(KintsugiOnnxRuntime)
  if(NOT TARGET kintsugi_onnxruntime)
    message(FATAL_ERROR "The runner needs ONNX Runtime; script/onnxruntime fetches it.")
  endif()
endif()
# A bundle is started in its own folder and must not depend on the machine that built it.
set(KINTSUGI_ORT_LIBRARY_DIR .)
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
# Devices have pages of 4 or of 16 KiB.
add_link_options(-Wl,-z,max-page-size=16384 -Wl,--as-needed)

# The same headers serve every processor, but the folder that they are in also holds those of this machine's C library.
set(headers ${CMAKE_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
foreach(name CLI fmt hwy nlohmann)
  find_path(KINTSUGI_${name}_HEADERS NAMES ${name} REQUIRED NO_CMAKE_FIND_ROOT_PATH PATHS /usr/include)
  file(CREATE_LINK ${KINTSUGI_${name}_HEADERS}/${name} ${headers}/${name} SYMBOLIC)
endforeach()
foreach(target fmt::fmt nlohmann_json::nlohmann_json CLI11::CLI11)
  add_library(${target} INTERFACE IMPORTED)
  target_include_directories(${target} SYSTEM INTERFACE ${headers})
endforeach()
target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY)
if(KINTSUGI_RUNNER_REFERENCE)
  find_path(KINTSUGI_Eigen_HEADERS NAMES Eigen REQUIRED NO_CMAKE_FIND_ROOT_PATH PATHS /usr/include/eigen3)
  file(CREATE_LINK ${KINTSUGI_Eigen_HEADERS}/Eigen ${headers}/Eigen SYMBOLIC)
  add_library(Eigen3::Eigen INTERFACE IMPORTED)
  target_include_directories(Eigen3::Eigen SYSTEM INTERFACE ${headers})
  add_link_options(-static)
endif()

add_library(kintsugi_highway INTERFACE)
target_include_directories(kintsugi_highway SYSTEM INTERFACE ${headers})
if(CMAKE_CROSSCOMPILING OR KINTSUGI_RUNNER_REFERENCE)
  # Every 64-bit Arm has NEON, so there is nothing to choose at run time and no library of Highway is needed but for its
  # allocator. The reference program is also for processors that lack what the other one wants, and takes the least.
  add_library(kintsugi_highway_allocator STATIC ${CMAKE_SOURCE_DIR}/app/runner/bundle/highway_allocator.cpp)
  target_link_libraries(kintsugi_highway_allocator PRIVATE kintsugi_flags kintsugi_highway)
  target_compile_definitions(kintsugi_highway INTERFACE HWY_COMPILE_ONLY_STATIC)
  target_link_libraries(kintsugi_highway INTERFACE $<LINK_ONLY:kintsugi_highway_allocator>)
  if(NOT CMAKE_CROSSCOMPILING)
    # What Android asks of every x86-64 processor; below SSE4 Highway knows single values only.
    add_compile_options(-march=x86-64-v2)
    target_compile_definitions(kintsugi_highway INTERFACE HWY_DISABLE_PCLMUL_AES)
  endif()
else()
  find_library(KINTSUGI_LIBHWY hwy REQUIRED)
  target_link_libraries(kintsugi_highway INTERFACE ${KINTSUGI_LIBHWY})
  target_compile_definitions(kintsugi_highway INTERFACE HWY_DISABLED_TARGETS=\(HWY_SSSE3|HWY_SSE4\))
endif()

# Of these rooms only what the program uses, which halves the time to build it; the linker tells when more is needed.
kintsugi_room(base SOURCES core/base/machine.cpp core/base/parallel.cpp PRIVATE Threads::Threads)
kintsugi_room(scan
  SOURCES core/scan/image_scan.cpp core/scan/selective_scan.cpp core/scan/selective_scan_backward.cpp core/scan/selective_scan_forward.cpp
  PUBLIC kintsugi_base PRIVATE kintsugi_highway)
kintsugi_room(weights
  SOURCES core/weights/host_tensor.cpp core/weights/mapped_file.cpp core/weights/safetensors_reader.cpp
  PUBLIC kintsugi_base PRIVATE fmt::fmt nlohmann_json::nlohmann_json)
if(KINTSUGI_RUNNER_REFERENCE)
  kintsugi_room(kernels SOURCES core/kernels/depthwise.cpp PUBLIC kintsugi_base PRIVATE kintsugi_highway)
  add_subdirectory(core/reference)
else()
  add_subdirectory(core/runtime)
endif()
add_subdirectory(app/runner)
