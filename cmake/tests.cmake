# One GoogleTest binary for each room with tests, linked to the whole house, and one ctest entry for each file of
# tests/compile_fail/.

enable_testing()
include(GoogleTest)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
if(NOT NJ_PORTABLE)
    find_package(GTest REQUIRED)
    find_package(rapidcheck REQUIRED)
endif()
nj_existing_rooms(house)

# What the tests of every room may use.
add_library(nightjar_testing INTERFACE)
target_link_libraries(nightjar_testing INTERFACE nightjar_flags ${house} GTest::gmock_main rapidcheck)
target_compile_definitions(nightjar_testing INTERFACE
    NIGHTJAR_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    NIGHTJAR_SHARED_DATA="${PROJECT_SOURCE_DIR}/../shared/data")
if(TARGET nightjar)
    target_compile_definitions(nightjar_testing INTERFACE NIGHTJAR_BINARY="$<TARGET_FILE:nightjar>")
endif()

# nj_test_binary(<name> <prefix of its tests> <source>...)
function(nj_test_binary name prefix)
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE nightjar_testing)
    if(TARGET programs)
        add_dependencies(${name} programs)
    endif()
    gtest_discover_tests(${name} TEST_PREFIX "${prefix}/" DISCOVERY_MODE PRE_TEST
        PROPERTIES TIMEOUT 300 ENVIRONMENT "UBSAN_OPTIONS=print_stacktrace=1")
endfunction()

get_property(rooms GLOBAL PROPERTY NJ_ROOMS)
if(NJ_PORTABLE)
    set(rooms ${NJ_PORTABLE_ROOMS})
endif()
foreach(room IN LISTS rooms)
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${room}/tests/*.cpp")
    if(NJ_PORTABLE)
        nj_leave_out(sources)
    endif()
    if(sources AND TARGET nightjar_${room})
        nj_test_binary(${room}_tests ${room} ${sources})
    endif()
    file(GLOB wrong CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${room}/tests/compile_fail/*.cpp")
    foreach(source IN LISTS wrong)
        cmake_path(GET source STEM stem)
        add_test(NAME ${room}/compile_fail/${stem}
            COMMAND "${Python3_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/tools/check_compile_fail" "${source}" --
                "${CMAKE_CXX_COMPILER}" ${CMAKE_CXX23_STANDARD_COMPILE_OPTION} -I "${PROJECT_SOURCE_DIR}/src"
                "$<$<BOOL:${NJ_PORTABLE}>:-isystem${PROJECT_BINARY_DIR}/headers>"
                "$<TARGET_PROPERTY:nightjar_flags,INTERFACE_COMPILE_OPTIONS>"
            COMMAND_EXPAND_LISTS)
    endforeach()
endforeach()

if(NJ_PORTABLE)
    return()
endif()
add_test(NAME tools/self_tests
    COMMAND Python3::Interpreter -m unittest discover --start-directory "${PROJECT_SOURCE_DIR}/tools/tests")
