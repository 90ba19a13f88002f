#pragma once
/// The parts of web/report/ and the chart library, as cmake/report_page.cmake puts them into the
/// program.

#include <string_view>

namespace nightjar::report {

extern const std::string_view page_template;  ///< with {{marks}} for what comes in
extern const std::string_view page_style;
extern const std::string_view page_script;
extern const std::string_view chart_style;  ///< of the library, as are the next two
extern const std::string_view chart_script;
extern const std::string_view chart_license;

}  // namespace nightjar::report
