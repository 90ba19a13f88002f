# The tests of what threads share - core's queues, store's writer, engine's live loop - under ThreadSanitizer.

enable_testing()
include(GoogleTest)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)

file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/*/tests/*_tsan_test.cpp")
if(sources)
    nj_existing_rooms(rooms core market portfolio store signal threat risk strategy exec engine)
    add_executable(tsan_tests ${sources})
    target_link_libraries(tsan_tests PRIVATE nightjar_flags ${rooms} GTest::gmock_main rapidcheck)
    gtest_discover_tests(tsan_tests TEST_PREFIX "tsan/" DISCOVERY_MODE PRE_TEST
        PROPERTIES TIMEOUT 300 ENVIRONMENT "TSAN_OPTIONS=halt_on_error=1")
else()
    add_custom_target(tsan_tests)
endif()
