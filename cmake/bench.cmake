# Gates (src/<room>/bench/*_gate.cpp, GoogleTest binaries that fail when a limit of time or allocation is passed;
# `ctest -L bench`) and the cases of the study in bench/ (Google Benchmark; bench/run). Both mean something in a
# release tree only; the test tree compiles them, so that they keep up with the code, and does not run them.

find_package(benchmark QUIET)
find_package(GTest QUIET)
if(NOT benchmark_FOUND OR NOT GTest_FOUND)
    return()
endif()
nj_existing_rooms(house)
enable_testing()
include(GoogleTest)

# nj_bench_binary(<name> <library> <pattern below the source folder>): with NJ_SANITIZE its objects alone.
function(nj_bench_binary name library pattern)
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${pattern}")
    if(NOT sources)
        return()
    endif()
    if(NJ_SANITIZE)
        add_library(${name} OBJECT ${sources})
    else()
        add_executable(${name} ${sources})
    endif()
    target_link_libraries(${name} PRIVATE nightjar_flags ${house} ${library})
    target_compile_definitions(${name} PRIVATE NIGHTJAR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
endfunction()

get_property(rooms GLOBAL PROPERTY NJ_ROOMS)
foreach(room IN LISTS rooms)
    nj_bench_binary(${room}_gates GTest::gmock_main src/${room}/bench/*_gate.cpp)
    if(TARGET ${room}_gates AND NOT NJ_SANITIZE)
        gtest_discover_tests(${room}_gates TEST_PREFIX "${room}/" DISCOVERY_MODE PRE_TEST
            PROPERTIES LABELS bench RUN_SERIAL ON TIMEOUT 300)
    endif()
endforeach()
nj_bench_binary(cases benchmark::benchmark bench/cases.cpp)
nj_bench_binary(latency nj::boost bench/latency/*.cpp)
