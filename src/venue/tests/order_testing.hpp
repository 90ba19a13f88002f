#pragma once
/// What the tests of the private side share.

#include "venue/tests/feed_testing.hpp"
#include "venue/tests/places.hpp"

#include <map>

namespace nightjar::venue {

/// A limit order to buy 0.1 at 30000, which is of 100 lots and 300000 ticks.
inline core::OrderRequest limit_order() {
    core::OrderRequest order;
    order.id = {1};
    order.side = core::Side::Buy;
    order.type = core::OrderType::Limit;
    order.price = {300'000};
    order.qty = {100};
    return order;
}

inline net::WebReply reply_of(std::string body, unsigned status = 200) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

/// The parameters of a form, decoded.
inline std::map<std::string, std::string> parameters(std::string_view form) {
    std::map<std::string, std::string> found;
    while (!form.empty()) {
        const auto part = form.substr(0, form.find('&'));
        form.remove_prefix(std::min(form.size(), part.size() + 1));
        const auto equals = part.find('=');
        std::string value;
        for (std::size_t i = equals + 1; equals != std::string_view::npos && i < part.size(); ++i)
            if (part[i] == '%') {
                value +=
                    static_cast<char>(std::stoi(std::string{part.substr(i + 1, 2)}, nullptr, 16));
                i += 2;
            } else {
                value += part[i];
            }
        found.insert_or_assign(std::string{part.substr(0, equals)}, value);
    }
    return found;
}

}  // namespace nightjar::venue
