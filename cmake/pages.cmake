# The files of web/, as a source file: a program carries its pages with it.
file(GLOB pages CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/web/*.html" "${PROJECT_SOURCE_DIR}/web/*.css"
     "${PROJECT_SOURCE_DIR}/web/*.js")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${pages})
set(type_html "text/html; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(entries "")
foreach(page IN LISTS pages)
    get_filename_component(name "${page}" NAME)
    string(REGEX REPLACE ".*\\." "" suffix "${name}")
    file(READ "${page}" body)
    string(APPEND entries "    {\"/${name}\", \"${type_${suffix}}\", R\"page(${body})page\"},\n")
endforeach()
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/pages.cpp" @ONLY CONTENT
[[// Made by cmake/pages.cmake out of web/.
#include "ops/pages.hpp"

#include <algorithm>
#include <array>

namespace nightjar::ops {

namespace {

constexpr auto pages = std::to_array<Page>({
@entries@});

}  // namespace

const Page* find_page(std::string_view path) {
    const auto* page = std::ranges::find(pages, path, &Page::path);
    return page == pages.end() ? nullptr : page;
}

}  // namespace nightjar::ops
]])
if(TARGET nightjar_ops)
    target_sources(nightjar_ops PRIVATE "${PROJECT_BINARY_DIR}/pages.cpp")
endif()
