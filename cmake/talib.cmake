# TA-Lib, where the system has none: the candlestick functions alone, out of the archive that cmake/fetched.cmake pins,
# as a static library without our warnings.

function(nj_build_talib)
    nj_fetch(talib archive)
    get_filename_component(stem "${archive}" NAME_WLE)
    set(home "${PROJECT_BINARY_DIR}/fetched/${stem}")
    set(source "${home}/package/src/lib")
    if(NOT EXISTS "${home}/include/ta-lib/ta_libc.h")
        file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${home}"
            PATTERNS "package/src/lib/include/*.h" "package/src/lib/src/ta_common/*" "package/src/lib/src/ta_func/ta_CDL*"
                "package/src/lib/src/ta_func/ta_utility.h")
        file(COPY "${source}/include/" DESTINATION "${home}/include/ta-lib")  # where an installed one has them
    endif()
    file(GLOB patterns "${source}/src/ta_func/ta_CDL*.c")

    add_library(nightjar_talib STATIC ${patterns} "${source}/src/ta_common/ta_global.c")
    target_include_directories(nightjar_talib PRIVATE "${source}/include" "${source}/src/ta_common")
    target_compile_options(nightjar_talib PRIVATE -w -ffp-contract=off)
    if(NJ_SANITIZE)
        target_compile_options(nightjar_talib PRIVATE
            -O1 -fsanitize=${NJ_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    else()
        target_compile_options(nightjar_talib PRIVATE -O3)
    endif()
    # Two translation units instead of 62. Each file defines these three anew.
    set_target_properties(nightjar_talib PROPERTIES
        UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 31 EXPORT_COMPILE_COMMANDS OFF
        UNITY_BUILD_CODE_BEFORE_INCLUDE "#undef TA_PREFIX\n#undef INPUT_TYPE\n#undef USE_SINGLE_PRECISION_INPUT")

    add_library(nj::talib INTERFACE IMPORTED GLOBAL)
    target_include_directories(nj::talib SYSTEM INTERFACE "${home}/include")
    target_link_libraries(nj::talib INTERFACE nightjar_talib)
endfunction()
