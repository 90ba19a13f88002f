#include "exchange/kraken/ws_orders.hpp"

#include "exchange/kraken/handlers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nightjar::exchange::kraken {

namespace {

constexpr std::array methods{"add_order",    "amend_order", "edit_order",
                             "cancel_order", "cancel_all",  "cancel_all_orders_after"};

struct Name {
    const char* here;
    const char* in_rest;
};

Params renamed(const Params& from, std::span<const Name> names) {
    Params params;
    for (const auto& name : names)
        if (const auto value = from.find(name.here)) params.set(name.in_rest, std::string{*value});
    return params;
}

/// `field` of the answer once more, as `name`.
void copy(const Json& from, const char* field, Json& to, const char* name) {
    if (from.contains(field)) to[name] = from[field];
}

void copy_names(const Params& from, Json& to) {
    for (const auto* field : {"order_id", "cl_ord_id"})
        if (const auto value = from.find(field)) to[field] = *value;
}

Answer add(Office& office, Client& client, const Params& wanted, const Json& whole) {
    constexpr std::array names{Name{"symbol", "pair"},
                               Name{"side", "type"},
                               Name{"order_type", "ordertype"},
                               Name{"time_in_force", "timeinforce"},
                               Name{"cl_ord_id", "cl_ord_id"},
                               Name{"order_userref", "userref"},
                               Name{"validate", "validate"},
                               Name{"deadline", "deadline"},
                               Name{"reduce_only", "reduce_only"}};
    auto params = renamed(wanted, names);
    const auto limit = wanted.find("limit_price");
    if (const auto triggers = whole.find("triggers"); triggers != whole.end()) {
        const auto trigger = Params::of(*triggers);
        params.set("price", std::string{trigger.find("price").value_or(std::string_view{})});
        if (limit) params.set("price2", std::string{*limit});
    } else if (limit) {
        params.set("price", std::string{*limit});
    }
    const auto cash = wanted.find("cash_order_qty");
    const auto qty = cash ? cash : wanted.find("order_qty");
    if (qty) params.set("volume", std::string{*qty});
    std::string flags = wanted.flag("post_only") ? "post" : "";
    if (cash) flags += flags.empty() ? "viqc" : ",viqc";
    params.set("oflags", flags);
    NJ_TRY(placed, add_order(office, {params, &client}));
    auto result = Json::object();
    if (placed.contains("txid")) result["order_id"] = placed["txid"][0];
    copy_names(wanted, result);
    if (const auto mark = wanted.number("order_userref").value_or(std::nullopt))
        result["order_userref"] = *mark;
    return result;
}

Answer amend(Office& office, Client& client, const Params& wanted) {
    constexpr std::array names{Name{"order_id", "txid"}, Name{"cl_ord_id", "cl_ord_id"},
                               Name{"order_qty", "order_qty"}, Name{"limit_price", "limit_price"},
                               Name{"post_only", "post_only"}};
    const auto params = renamed(wanted, names);
    NJ_TRY(amended, amend_order(office, {params, &client}));
    copy_names(wanted, amended);
    return amended;
}

Answer edit(Office& office, Client& client, const Params& wanted) {
    constexpr std::array names{Name{"order_id", "txid"}, Name{"symbol", "pair"},
                               Name{"order_qty", "volume"}, Name{"limit_price", "price"}};
    auto params = renamed(wanted, names);
    if (wanted.flag("post_only")) params.set("oflags", "post");
    NJ_TRY(edited, edit_order(office, {params, &client}));
    auto result = Json::object();
    copy(edited, "txid", result, "order_id");
    copy(edited, "originaltxid", result, "original_order_id");
    return result;
}

std::vector<Answer> cancel(Office& office, Client& client, const Json& wanted) {
    constexpr std::size_t most = 50;
    constexpr std::array fields{Name{"order_id", "txid"}, Name{"cl_ord_id", "cl_ord_id"},
                                Name{"order_userref", "txid"}};
    std::vector<Answer> answers;
    for (const auto& [field, in_rest] : fields) {
        const auto names = wanted.value(field, Json::array());
        if (!names.is_array()) return {invalid(field)};
        for (const auto& name : names) {
            if (answers.size() == most || name.is_structured()) return {invalid(field)};
            Params params;
            params.set(in_rest, name.is_string() ? name.get<std::string>() : name.dump());
            auto gone = cancel_order(office, {params, &client});
            if (gone) gone = Json{{field, name}};
            answers.push_back(std::move(gone));
        }
    }
    if (answers.empty()) answers.emplace_back(invalid("order_id"));
    return answers;
}

}  // namespace

bool is_order_method(std::string_view method) {
    return std::ranges::find(methods, method) != methods.end();
}

std::vector<Answer> order_method(Office& office, Client& client, std::string_view method,
                                 const Json& wanted) {
    if (method == "cancel_order") return cancel(office, client, wanted);
    const auto params = Params::of(wanted);
    if (method == "add_order") return {add(office, client, params, wanted)};
    if (method == "amend_order") return {amend(office, client, params)};
    if (method == "edit_order") return {edit(office, client, params)};
    if (method == "cancel_all") return {exchange::kraken::cancel_all(office, {params, &client})};
    return {cancel_all_after(office, {params, &client})};
}

}  // namespace nightjar::exchange::kraken
