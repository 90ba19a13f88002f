# What ./test --portable builds, in place of a machine of Apple: the rooms that decide, with clang and libc++, and for
# aarch64 under an emulator. Included before the rooms are declared; the programs are not built.

set(NJ_PORTABLE_ROOMS core market portfolio signal threat risk strategy exec engine sim)

# GoogleTest out of its source, as a library of C++ only fits the standard library that it was built with.
enable_testing()
set(INSTALL_GTEST OFF)
add_subdirectory(/usr/src/googletest "${PROJECT_BINARY_DIR}/googletest" EXCLUDE_FROM_ALL SYSTEM)

# Headers that need no library, without those of the build machine that lie beside them.
function(nj_portable_header name)
    find_path(NJ_${name}_HOME ${name} PATHS /usr/include NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH REQUIRED)
    file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/headers")
    file(CREATE_LINK "${NJ_${name}_HOME}/${name}" "${PROJECT_BINARY_DIR}/headers/${name}" SYMBOLIC)
endfunction()
foreach(name fmt fast_float rapidcheck)
    nj_portable_header(${name})
endforeach()
file(CREATE_LINK /usr/include/rapidcheck.h "${PROJECT_BINARY_DIR}/headers/rapidcheck.h" SYMBOLIC)

foreach(name fmt fast_float)
    add_library(nj::${name} INTERFACE IMPORTED GLOBAL)
    target_include_directories(nj::${name} SYSTEM INTERFACE "${PROJECT_BINARY_DIR}/headers")
endforeach()
target_compile_definitions(nj::fmt INTERFACE FMT_HEADER_ONLY)

# RapidCheck has a library, which the system keeps for aarch64 and not for libc++.
add_library(rapidcheck INTERFACE IMPORTED GLOBAL)
set(NJ_LEFT_OUT "")
if(CMAKE_CXX_FLAGS MATCHES "libc\\+\\+")
    set(NJ_LEFT_OUT rapidcheck)
else()
    target_link_libraries(rapidcheck INTERFACE /usr/lib/aarch64-linux-gnu/librapidcheck.a)
endif()

# nj_leave_out(<variable>): drops the sources that use a room or library that is not here, and says so.
function(nj_leave_out variable)
    get_property(missing GLOBAL PROPERTY NJ_ROOMS)
    list(REMOVE_ITEM missing ${NJ_PORTABLE_ROOMS})
    list(APPEND missing ${NJ_LEFT_OUT})
    list(JOIN missing "|" missing)
    set(kept "")
    foreach(source IN LISTS ${variable})
        file(STRINGS "${source}" found REGEX "^#include [<\"](${missing})[./]")
        if(found)
            message(STATUS "Left out: ${source}")
        else()
            list(APPEND kept "${source}")
        endif()
    endforeach()
    set(${variable} ${kept} PARENT_SCOPE)
endfunction()
