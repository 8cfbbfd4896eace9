# Compiler settings shared by every target, and the two functions that declare rooms and tests.
include(CTest)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON) # every room ends in the engine library
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(KINTSUGI_CCACHE ccache)
if(KINTSUGI_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KINTSUGI_CCACHE})
endif()

add_library(kintsugi_flags INTERFACE)
# -Wrestrict is off because GCC 12 reports it falsely for "literal" + std::string at -O2.
target_compile_options(kintsugi_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<BOOL:${KINTSUGI_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(kintsugi_flags INTERFACE QT_NO_KEYWORDS)
if(KINTSUGI_SANITIZE)
  # GCC takes what sanitizers add to LibTorch's headers for reads of uninitialised values.
  target_compile_options(kintsugi_flags INTERFACE -fsanitize=${KINTSUGI_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(kintsugi_flags INTERFACE -fsanitize=${KINTSUGI_SANITIZE})
else()
  # Parts that are loaded on demand: what is missing in them shows when they are linked, not when a user loads them. The
  # sanitizers' own functions come from the program.
  string(APPEND CMAKE_MODULE_LINKER_FLAGS " -Wl,--no-undefined")
endif()

# kintsugi_room(base SOURCES a.cpp … PUBLIC lib … PRIVATE lib …): one static library kintsugi_base.
# Headers are included as "base/error.h"; only what PUBLIC names is visible to users of the room.
function(kintsugi_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(kintsugi_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(kintsugi_${name} PUBLIC ${CMAKE_SOURCE_DIR}/core)
  target_link_libraries(kintsugi_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE kintsugi_flags ${ROOM_PRIVATE})
endfunction()

# kintsugi_widgets_room(plots SOURCES … PUBLIC …): the same for views. Headers are included as "plots/plot_spec.h".
function(kintsugi_widgets_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(kintsugi_${name} STATIC ${ROOM_SOURCES})
  set_target_properties(kintsugi_${name} PROPERTIES AUTOMOC ON)
  target_include_directories(kintsugi_${name} PUBLIC ${CMAKE_SOURCE_DIR}/widgets)
  target_link_libraries(kintsugi_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE kintsugi_flags ${ROOM_PRIVATE})
endfunction()

# kintsugi_test(space_path SOURCES path_test.cpp LIBS kintsugi_space): a Qt Test program, run offscreen by CTest.
function(kintsugi_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;LIBS" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  add_executable(test_${name} ${TEST_SOURCES})
  set_target_properties(test_${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(test_${name} PRIVATE kintsugi_flags ${TEST_LIBS} Qt6::Core Qt6::Test)
  target_compile_definitions(test_${name} PRIVATE KINTSUGI_GOLDEN_DIR="${CMAKE_SOURCE_DIR}/tests/golden")
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${TEST_TIMEOUT} SKIP_RETURN_CODE 77
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QTEST_DISABLE_STACK_DUMP=1;OMP_NUM_THREADS=1;OPENBLAS_NUM_THREADS=1")
endfunction()
