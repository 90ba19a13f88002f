# What a build takes from the network beyond the packages of the system: each archive with its version and its sha256,
# here and nowhere else. An archive is fetched once, kept outside the build tree, and refused when it is not the one
# that was pinned.
#
#   nj_fetched(<name> VERSION <version> NPM <package> | PYPI <package> SHA256 <hex>)

function(nj_fetched name)
    set_property(GLOBAL PROPERTY NJ_FETCHED_${name} ${ARGN})
endfunction()

# TA-Lib in C, BSD licence, as the npm package carries it below src/lib/ (its own wrapper is not used).
nj_fetched(talib VERSION 1.1.6 NPM talib SHA256 7587779fcf8d798b85e065a80e0625ce099fd38e71e00cb3c886f60c6d75586d)

# uPlot, the charts of the HTML report; MIT licence, which the page carries along.
nj_fetched(uplot VERSION 1.6.32 NPM uplot SHA256 4b8a8191e425658e3ea8c8c1314b0fc679c861ee3a1af2b20c7b16ba50b5133d)

# llama.cpp with ggml, MIT licence, as the source package of its Python binding carries it below vendor/ (the binding is not used).
nj_fetched(llama VERSION 0.3.36 PYPI llama-cpp-python SHA256 832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e)

# nj_check_archive(<file> <sha256> <where from>): stops when the file is another one.
function(nj_check_archive file wanted origin)
    file(SHA256 "${file}" found)
    if(NOT found STREQUAL wanted)
        message(FATAL_ERROR "${file}, from ${origin}, is not the archive that cmake/fetched.cmake pins:\n"
            "  wanted sha256 ${wanted}\n  found  sha256 ${found}\nDelete it and configure again; if that does not help, "
            "the source was changed: do not build with it.")
    endif()
endfunction()

# nj_ask_registry(<package> <version> <npm or pypi> <folder> <archive>): puts the archive of the package into the folder;
# it is to become that archive.
function(nj_ask_registry package version registry folder archive)
    if(registry STREQUAL npm)
        find_program(NJ_NPM npm)
        set(tool "${NJ_NPM}")
        set(command "${NJ_NPM}" pack --loglevel error --ignore-scripts --pack-destination "${folder}" "${package}@${version}")
    else()
        find_program(NJ_PIP NAMES pip3 pip)
        set(tool "${NJ_PIP}")
        set(command "${NJ_PIP}" download --quiet --no-deps --no-binary "${package}" --dest "${folder}" "${package}==${version}")
    endif()
    if(NOT tool)
        set(reason "there is no ${registry} client on this machine")
        set(code 1)
    else()
        execute_process(COMMAND ${command}
            WORKING_DIRECTORY "${folder}" RESULT_VARIABLE code OUTPUT_QUIET ERROR_VARIABLE reason)
    endif()
    if(NOT code EQUAL 0)
        file(REMOVE_RECURSE "${folder}")
        message(FATAL_ERROR "Cannot fetch ${package} ${version} from ${registry}: ${reason}\nBuilding needs it once: configure "
            "again with a network, or put the archive at ${archive} yourself.")
    endif()
endfunction()

# nj_fetch(<name> <variable>): the archive's path in the cache, downloaded if it is not there yet.
function(nj_fetch name result)
    get_property(spec GLOBAL PROPERTY NJ_FETCHED_${name})
    cmake_parse_arguments(arg "" "VERSION;NPM;PYPI;SHA256" "" ${spec})
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

    set(registry npm)
    if(arg_PYPI)
        set(registry pypi)
    endif()
    string(RANDOM LENGTH 8 random)
    set(part "${archive}.${random}")  # two trees may be configured at once
    file(MAKE_DIRECTORY "${part}")
    message(STATUS "Fetching ${arg_NPM}${arg_PYPI} ${arg_VERSION}, to keep it as ${archive}")
    nj_ask_registry("${arg_NPM}${arg_PYPI}" ${arg_VERSION} ${registry} "${part}" "${archive}")
    file(GLOB packed "${part}/*.tgz" "${part}/*.tar.gz")
    list(LENGTH packed count)
    if(NOT count EQUAL 1)
        file(REMOVE_RECURSE "${part}")
        message(FATAL_ERROR "${registry} gave ${count} archives of ${arg_NPM}${arg_PYPI} ${arg_VERSION} instead of one")
    endif()
    file(SHA256 "${packed}" found)
    if(NOT found STREQUAL arg_SHA256)
        file(RENAME "${packed}" "${archive}.refused")
        file(REMOVE_RECURSE "${part}")
        nj_check_archive("${archive}.refused" ${arg_SHA256} "${registry}")
    endif()
    file(RENAME "${packed}" "${archive}")
    file(REMOVE_RECURSE "${part}")
endfunction()
