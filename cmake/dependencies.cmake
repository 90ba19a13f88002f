# The foreign libraries. Each becomes a target nj::<name>, looked for only when a room names it in rooms.cmake;
# tools/check_rooms reads here which headers belong to it, and tools/install-packages installs it.
#
#   nj_foreign(<name> HEADER <one of its headers> [LIBRARIES <library>...] [DEFINES <definition>...] [ELSE <function>])
#
# ELSE names what makes the target where the system does not have the library; it stands in cmake/<name>.cmake.

function(nj_foreign name)
    set_property(GLOBAL PROPERTY NJ_FOREIGN_${name} ${ARGN})
endfunction()

nj_foreign(boost HEADER boost/version.hpp)
nj_foreign(cli11 HEADER CLI/CLI.hpp)
nj_foreign(fast_float HEADER fast_float/fast_float.h)
nj_foreign(fmt HEADER fmt/format.h LIBRARIES fmt)
nj_foreign(isal HEADER isa-l/crc.h LIBRARIES isal)
nj_foreign(nlohmann HEADER nlohmann/json.hpp)
nj_foreign(openssl HEADER openssl/ssl.h LIBRARIES ssl crypto)
nj_foreign(prometheus HEADER prometheus/registry.h LIBRARIES prometheus-cpp-core)
nj_foreign(simdjson HEADER simdjson.h LIBRARIES simdjson)
nj_foreign(sodium HEADER sodium.h LIBRARIES sodium)
nj_foreign(sqlite3 HEADER sqlite3.h LIBRARIES sqlite3)
nj_foreign(talib HEADER ta-lib/ta_libc.h LIBRARIES ta-lib ELSE nj_build_talib)
nj_foreign(tomlplusplus HEADER toml++/toml.h LIBRARIES tomlplusplus DEFINES TOML_HEADER_ONLY=0 TOML_SHARED_LIB=1)
nj_foreign(zlib HEADER zlib.h LIBRARIES z)
nj_foreign(zstd HEADER zstd.h LIBRARIES zstd)

# Homebrew keeps these two out of its common prefix.
if(APPLE)
    list(APPEND CMAKE_PREFIX_PATH /opt/homebrew/opt/openssl@3 /opt/homebrew/opt/sqlite)
endif()

function(nj_find_foreign name)
    if(TARGET nj::${name})
        return()
    endif()
    get_property(spec GLOBAL PROPERTY NJ_FOREIGN_${name})
    if(NOT spec)
        message(FATAL_ERROR "'${name}' is no foreign library: cmake/dependencies.cmake lists them")
    endif()
    cmake_parse_arguments(arg "" "HEADER;ELSE" "LIBRARIES;DEFINES" ${spec})
    if(arg_ELSE)
        find_path(NJ_${name}_INCLUDE ${arg_HEADER})
        find_library(NJ_LIBRARY_${arg_LIBRARIES} ${arg_LIBRARIES})
        if(NOT NJ_${name}_INCLUDE OR NOT NJ_LIBRARY_${arg_LIBRARIES})
            cmake_language(CALL ${arg_ELSE})
            return()
        endif()
    endif()

    add_library(nj::${name} INTERFACE IMPORTED GLOBAL)
    find_path(NJ_${name}_INCLUDE ${arg_HEADER} REQUIRED)
    target_include_directories(nj::${name} SYSTEM INTERFACE "${NJ_${name}_INCLUDE}")
    target_compile_definitions(nj::${name} INTERFACE ${arg_DEFINES})
    foreach(library IN LISTS arg_LIBRARIES)
        find_library(NJ_LIBRARY_${library} ${library} REQUIRED)
        target_link_libraries(nj::${name} INTERFACE "${NJ_LIBRARY_${library}}")
    endforeach()
endfunction()
