#include "report/html.hpp"

#include "report/page.hpp"
#include "report/page_data.hpp"
#include "store/sha256.hpp"

namespace nightjar::report {

namespace {

std::string base64(std::span<const std::byte> bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t j) {
            return j < bytes.size() ? std::to_integer<std::uint32_t>(bytes[j]) : 0U;
        };
        const auto three = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
        for (unsigned digit = 0; digit < 4; ++digit)
            out += i + digit > bytes.size() ? '=' : digits[three >> (18 - 6 * digit) & 63U];
    }
    return out;
}

std::string hash(std::string_view text) {
    return "'sha256-" + base64(store::sha256(std::as_bytes(std::span{text}))) + "'";
}

/// Puts each text in the place of its {{mark}}. What was put in is not looked at again.
std::string fill(std::string_view form,
                 const std::map<std::string_view, std::string_view>& values) {
    std::string out;
    while (true) {
        const auto begin = form.find("{{");
        out += form.substr(0, begin);
        if (begin == std::string_view::npos) return out;
        const auto end = form.find("}}", begin);
        NJ_CHECK(end != std::string_view::npos, "a mark of the page's template does not end");
        const auto value = values.find(form.substr(begin + 2, end - begin - 2));
        NJ_CHECK(value != values.end(), "the page's template has an unknown mark");
        out += value->second;
        form.remove_prefix(end + 2);
    }
}

std::string page(const Json& data) {
    const auto style = std::string{chart_style} + std::string{page_style};
    const auto library = fmt::format("/*!\n{}*/\n{}", chart_license, chart_script);
    const auto policy = fmt::format(
        "default-src 'none'; script-src {} {}; style-src {}; img-src data:; base-uri 'none'; "
        "form-action 'none'",
        hash(library), hash(page_script), hash(style));
    const auto json = for_script(data);
    return fill(page_template, {{"policy", policy},
                                {"style", style},
                                {"library", library},
                                {"script", page_script},
                                {"data", json}});
}

}  // namespace

std::string for_script(const Json& json) {
    std::string out;
    for (const char c : json.dump(-1, ' ', true, Json::error_handler_t::replace)) {
        switch (c) {
            case '<': out += "\\u003c"; break;
            case '>': out += "\\u003e"; break;
            case '&': out += "\\u0026"; break;
            default: out += c;
        }
    }
    return out;
}

std::string to_html(const Told& session) {
    return page({{"kind", "session"}, {"sessions", Json::array({session_data(session)})}});
}

std::string to_html(const Told& a, const Told& b) {
    return page(
        {{"kind", "comparison"}, {"sessions", Json::array({session_data(a), session_data(b)})}});
}

}  // namespace nightjar::report
