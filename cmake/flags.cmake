# The flags of every translation unit of ours, carried by the target nightjar_flags.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(nightjar_flags INTERFACE)
target_include_directories(nightjar_flags INTERFACE "${PROJECT_SOURCE_DIR}/src")

target_compile_options(nightjar_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-align -Wcast-qual -Wdouble-promotion -Wextra-semi -Wformat=2 -Wimplicit-fallthrough -Wredundant-decls
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op
    # g++ 12 sees overlap in `"text" + std::string` where there is none (GCC bug 105651).
    -Wno-restrict>
    # The same inputs give the same ledger: a multiply-add is never fused behind our back.
    -ffp-contract=off)
if(NJ_WERROR)
    target_compile_options(nightjar_flags INTERFACE -Werror)
endif()

if(NJ_SANITIZE)
    target_compile_options(nightjar_flags INTERFACE
        -fsanitize=${NJ_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        # The sanitizers' own code makes g++ 12 doubt variables that are set; its manual says so.
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(nightjar_flags INTERFACE -fsanitize=${NJ_SANITIZE})
    find_program(NJ_MOLD mold)
    if(NJ_MOLD)
        target_link_options(nightjar_flags INTERFACE -fuse-ld=mold)
    endif()
endif()

find_program(NJ_CCACHE ccache)
if(NJ_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER "${NJ_CCACHE}")
    set(CMAKE_CXX_COMPILER_LAUNCHER "${NJ_CCACHE}")
endif()
