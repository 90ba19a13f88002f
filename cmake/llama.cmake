# llama.cpp, where the system has none: libllama and ggml alone, out of the archive that cmake/fetched.cmake pins, as
# static libraries with their own flags. On Apple Silicon with Metal.

function(nj_build_llama)
    nj_fetch(llama archive)
    get_filename_component(stem "${archive}" NAME_WLE)
    set(home "${PROJECT_BINARY_DIR}/fetched/${stem}")
    file(GLOB source "${home}/*/vendor/llama.cpp")
    if(NOT EXISTS "${home}/complete")
        file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${home}"
            PATTERNS "*/vendor/llama.cpp/CMakeLists.txt" "*/vendor/llama.cpp/LICENSE" "*/vendor/llama.cpp/cmake/*"
                "*/vendor/llama.cpp/include/*" "*/vendor/llama.cpp/vendor/*" "*/vendor/llama.cpp/src/*" "*/vendor/llama.cpp/ggml/*")
        file(GLOB source "${home}/*/vendor/llama.cpp")
        file(TOUCH "${home}/complete")
    endif()

    set(BUILD_SHARED_LIBS OFF)
    set(CMAKE_CXX_FLAGS "-O3 -w")
    set(CMAKE_C_FLAGS "-O3 -w")
    set(CMAKE_BUILD_TYPE Release)  # else it says so in the cache, for all of us
    set(CMAKE_CXX_FLAGS_RELEASE "-DNDEBUG")
    set(CMAKE_C_FLAGS_RELEASE "-DNDEBUG")
    set(CMAKE_EXPORT_COMPILE_COMMANDS OFF)
    set(LLAMA_BUILD_IS_DEV OFF)
    set(GGML_NATIVE OFF)  # what runs here runs elsewhere
    set(GGML_OPENMP OFF)
    set(GGML_CCACHE OFF)  # ours is set
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
        foreach(set_of_instructions AVX AVX2 FMA F16C BMI2)
            set(GGML_${set_of_instructions} ON)
        endforeach()
    elseif(APPLE)
        set(GGML_METAL ON)
        set(GGML_METAL_EMBED_LIBRARY ON)
    endif()
    add_subdirectory("${source}" "${PROJECT_BINARY_DIR}/llama" EXCLUDE_FROM_ALL)

    add_library(nj::llama INTERFACE IMPORTED GLOBAL)
    target_include_directories(nj::llama SYSTEM INTERFACE "${source}/include" "${source}/ggml/include")
    target_link_libraries(nj::llama INTERFACE llama)
endfunction()
