# Every package that the project takes, found once.
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(HWY NAMES hwy HWY REQUIRED)
find_package(Torch REQUIRED)

# Each source is compiled once for every instruction set, which takes minutes. Processors between SSE2 and AVX2 are too
# old to matter. Scalable vectors cannot be kept in arrays; Arm runs NEON instead.
add_library(kintsugi_highway INTERFACE)
target_link_libraries(kintsugi_highway INTERFACE hwy::hwy)
target_compile_definitions(kintsugi_highway INTERFACE
  HWY_DISABLED_TARGETS=\(HWY_SSSE3|HWY_SSE4|HWY_SVE|HWY_SVE2|HWY_SVE_256|HWY_SVE2_128|HWY_RVV\))

if(KINTSUGI_WITH_IMAGE_FILES)
  find_package(Eigen3 REQUIRED)
  find_package(Pagmo REQUIRED)

  # Debian's three small OpenCV packages come without OpenCVConfig.cmake.
  find_path(KINTSUGI_OPENCV_INCLUDE opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
  add_library(kintsugi_opencv INTERFACE)
  target_include_directories(kintsugi_opencv SYSTEM INTERFACE ${KINTSUGI_OPENCV_INCLUDE})
  foreach(part core imgproc imgcodecs)
    find_library(KINTSUGI_OPENCV_${part} opencv_${part} REQUIRED)
    target_link_libraries(kintsugi_opencv INTERFACE ${KINTSUGI_OPENCV_${part}})
  endforeach()
  find_package(SQLiteCpp REQUIRED)
  find_package(Protobuf REQUIRED) # which the next needs without saying so
  find_package(ONNX REQUIRED)
  if(NOT TARGET ONNX::onnx) # before 1.14 the name had no namespace
    add_library(ONNX::onnx ALIAS onnx)
  endif()
endif()

if(KINTSUGI_WITH_QT)
  find_package(Qt6 REQUIRED COMPONENTS Core Test Widgets PrintSupport LinguistTools)
  find_package(QCustomPlotQt6 REQUIRED)
endif()

# Torch's headers as system headers, so that their warnings are not ours.
add_library(kintsugi_torch INTERFACE)
target_link_libraries(kintsugi_torch INTERFACE ${TORCH_LIBRARIES})
target_include_directories(kintsugi_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
# A LibTorch of late brings copies of other libraries' headers without the libraries. Ours must be found first, which
# only a link to them can bring about: no compiler puts a folder of the system before others.
function(kintsugi_prefer_own part header folder)
  foreach(torch_folder IN LISTS TORCH_INCLUDE_DIRS)
    if(EXISTS ${torch_folder}/${header} AND NOT torch_folder STREQUAL folder)
      file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/own-headers)
      file(CREATE_LINK ${folder}/${part} ${CMAKE_BINARY_DIR}/own-headers/${part} SYMBOLIC)
      target_include_directories(kintsugi_torch SYSTEM BEFORE INTERFACE ${CMAKE_BINARY_DIR}/own-headers)
    endif()
  endforeach()
endfunction()
get_target_property(fmt_folder fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
list(GET fmt_folder 0 fmt_folder)
kintsugi_prefer_own(fmt fmt/format.h ${fmt_folder})
if(Protobuf_FOUND)
  list(GET Protobuf_INCLUDE_DIRS 0 protobuf_folder)
  kintsugi_prefer_own(google google/protobuf/message.h ${protobuf_folder})
endif()
separate_arguments(KINTSUGI_TORCH_FLAGS UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(kintsugi_torch INTERFACE ${KINTSUGI_TORCH_FLAGS})
include(KintsugiOnnxRuntime)
