# The files of web/report/ and the chart library, as a source file: a report carries all of them in itself.
nj_fetch(uplot archive)
get_filename_component(stem "${archive}" NAME_WLE)
set(uplot "${PROJECT_BINARY_DIR}/fetched/${stem}")
if(NOT EXISTS "${uplot}/package/LICENSE")
    file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${uplot}"
        PATTERNS "package/LICENSE" "package/dist/uPlot.min.css" "package/dist/uPlot.iife.min.js")
endif()

set(home "${PROJECT_SOURCE_DIR}/web/report")
# One script out of these, in this order; each needs only those before it.
set(scripts format.js tables.js charts.js market.js panels.js execution.js compare.js page.js)
set(page_script "\"use strict\";\n(() => {\n")
foreach(script IN LISTS scripts)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${home}/${script}")
    file(READ "${home}/${script}" body)
    string(APPEND page_script "${body}")
endforeach()
string(APPEND page_script "})();\n")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${home}/report.html" "${home}/report.css")
file(READ "${home}/report.html" page_template)
file(READ "${home}/report.css" page_style)
file(READ "${uplot}/package/dist/uPlot.min.css" chart_style)
file(READ "${uplot}/package/dist/uPlot.iife.min.js" chart_script)
file(READ "${uplot}/package/LICENSE" chart_license)

set(entries "")
foreach(part IN ITEMS page_template page_style page_script chart_style chart_script chart_license)
    string(APPEND entries "const std::string_view ${part} = R\"page(${${part}})page\";\n")
endforeach()
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/report_page.cpp" @ONLY CONTENT
[[// Made by cmake/report_page.cmake out of web/report/.
#include "report/page.hpp"

namespace nightjar::report {

@entries@
}  // namespace nightjar::report
]])
if(TARGET nightjar_report)
    target_sources(nightjar_report PRIVATE "${PROJECT_BINARY_DIR}/report_page.cpp")
endif()
