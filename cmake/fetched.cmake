# What a build takes from the network beyond the packages of the system: each archive with its version and its sha256,
# here and nowhere else. An archive is fetched once, kept outside the build tree, and refused when it is not the one
# that was pinned.
#
#   nj_fetched(<name> VERSION <version> NPM <package> SHA256 <hex>)

function(nj_fetched name)
    set_property(GLOBAL PROPERTY NJ_FETCHED_${name} ${ARGN})
endfunction()

# TA-Lib in C, BSD licence, as the npm package carries it below src/lib/ (its own wrapper is not used).
nj_fetched(talib VERSION 1.1.6 NPM talib SHA256 7587779fcf8d798b85e065a80e0625ce099fd38e71e00cb3c886f60c6d75586d)

# uPlot, the charts of the HTML report; MIT licence, which the page carries along.
nj_fetched(uplot VERSION 1.6.32 NPM uplot SHA256 4b8a8191e425658e3ea8c8c1314b0fc679c861ee3a1af2b20c7b16ba50b5133d)

# nj_check_archive(<file> <sha256> <where from>): stops when the file is another one.
function(nj_check_archive file wanted origin)
    file(SHA256 "${file}" found)
    if(NOT found STREQUAL wanted)
        message(FATAL_ERROR "${file}, from ${origin}, is not the archive that cmake/fetched.cmake pins:\n"
            "  wanted sha256 ${wanted}\n  found  sha256 ${found}\nDelete it and configure again; if that does not help, "
            "the source was changed: do not build with it.")
    endif()
endfunction()

# nj_fetch(<name> <variable>): the archive's path in the cache, downloaded if it is not there yet.
function(nj_fetch name result)
    get_property(spec GLOBAL PROPERTY NJ_FETCHED_${name})
    cmake_parse_arguments(arg "" "VERSION;NPM;SHA256" "" ${spec})
    set(cache "$ENV{XDG_CACHE_HOME}")
    if(NOT cache)
        set(cache "$ENV{HOME}/.cache")
    endif()
    set(archive "${cache}/nightjar/fetched/${name}-${arg_VERSION}.tgz")
    set(${result} "${archive}" PARENT_SCOPE)
    if(EXISTS "${archive}")
        nj_check_archive("${archive}" ${arg_SHA256} "an earlier download")
        return()
    endif()

    find_program(NJ_NPM npm)
    if(NOT NJ_NPM)
        message(FATAL_ERROR "Building needs ${arg_NPM} ${arg_VERSION} once, and npm to fetch it: install npm, or put the "
            "archive at ${archive} yourself.")
    endif()
    string(RANDOM LENGTH 8 random)
    set(part "${archive}.${random}")  # two trees may be configured at once
    file(MAKE_DIRECTORY "${part}")
    message(STATUS "Fetching ${arg_NPM} ${arg_VERSION}")
    execute_process(COMMAND "${NJ_NPM}" pack --loglevel error --ignore-scripts --pack-destination "${part}" "${arg_NPM}@${arg_VERSION}"
        WORKING_DIRECTORY "${part}" RESULT_VARIABLE code OUTPUT_QUIET ERROR_VARIABLE reason)
    file(GLOB packed "${part}/*.tgz")
    if(NOT code EQUAL 0 OR NOT packed)
        file(REMOVE_RECURSE "${part}")
        message(FATAL_ERROR "Cannot fetch ${arg_NPM} ${arg_VERSION} with npm: ${reason}\nBuilding needs it once: configure "
            "again with a network, or put the archive at ${archive} yourself.")
    endif()
    file(SHA256 "${packed}" found)
    if(NOT found STREQUAL arg_SHA256)
        file(RENAME "${packed}" "${archive}.refused")
        file(REMOVE_RECURSE "${part}")
        nj_check_archive("${archive}.refused" ${arg_SHA256} "npm")
    endif()
    file(RENAME "${packed}" "${archive}")
    file(REMOVE_RECURSE "${part}")
endfunction()
