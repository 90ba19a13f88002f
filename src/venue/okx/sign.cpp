#include "venue/okx/sign.hpp"

#include "venue/encoding.hpp"

#include <fmt/chrono.h>

namespace nightjar::venue::okx {

namespace {

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t ms_per_second = 1'000;

/// 2020-12-08T09:08:57.715Z
std::string iso_time(core::Time t) {
    const auto since = t.ns / ms;
    const std::chrono::sys_seconds second{std::chrono::seconds{since / ms_per_second}};
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", second, since % ms_per_second);
}

}  // namespace

std::string Signer::signature(std::string_view time, const net::WebRequest& call) const {
    return to_base64(
        signing_.sign(fmt::format("{}{}{}{}", time, call.method, call.target, call.body)));
}

void Signer::sign(net::WebRequest& call, core::Time now) const {
    const auto time = iso_time(now);
    const auto signed_by = signature(time, call);
    call.headers.emplace_back("OK-ACCESS-KEY", credentials_.key);
    call.headers.emplace_back("OK-ACCESS-SIGN", signed_by);
    call.headers.emplace_back("OK-ACCESS-TIMESTAMP", time);
    call.headers.emplace_back("OK-ACCESS-PASSPHRASE", credentials_.passphrase.reveal());
    if (!call.body.empty()) call.headers.emplace_back("Content-Type", "application/json");
}

std::string Signer::login(core::Time now) const {
    const auto time = fmt::format("{}", now.ns / ms / ms_per_second);
    const net::WebRequest verify{
        .method = "GET", .target = "/users/self/verify", .headers = {}, .body = {}};
    return fmt::format(
        R"({{"op":"login","args":[{{"apiKey":"{}","passphrase":"{}","timestamp":"{}","sign":"{}"}}]}})",
        credentials_.key, credentials_.passphrase.reveal(), time, signature(time, verify));
}

}  // namespace nightjar::venue::okx
