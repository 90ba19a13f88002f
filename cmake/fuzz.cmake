# The program of fuzz/: its targets, and of the house only what they decode with, so that it builds in a minute or two.

file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/fuzz/*.cpp" "${PROJECT_SOURCE_DIR}/src/core/*/*.cpp"
    "${PROJECT_SOURCE_DIR}/src/venue/*.cpp" "${PROJECT_SOURCE_DIR}/src/venue/*/*.cpp")
list(FILTER sources EXCLUDE REGEX "/src/[a-z]+/(tests|bench)/|/src/venue/(gateway|account_mirror|cash_book|node_feed|market_feed|feed_line)")
list(APPEND sources src/net/secret.cpp src/net/url.cpp src/exchange/exact_json.cpp src/exchange/fault_spec.cpp src/exchange/form.cpp
    src/infer/endpoint_reply.cpp src/infer/errc.cpp)

add_executable(nightjar-fuzz ${sources})
set_target_properties(nightjar-fuzz PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
target_include_directories(nightjar-fuzz PRIVATE "${PROJECT_SOURCE_DIR}/fuzz")
target_link_libraries(nightjar-fuzz PRIVATE nightjar_flags)
foreach(lib fmt fast_float nlohmann openssl simdjson sodium)
    nj_find_foreign(${lib})
    target_link_libraries(nightjar-fuzz PRIVATE nj::${lib})
endforeach()
