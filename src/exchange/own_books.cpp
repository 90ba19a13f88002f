#include "exchange/own_books.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_levels = 10;

template <class Side>
Json levels(const Side& side, const core::Instrument& instrument) {
    auto rows = Json::array();
    for (const auto& [price, qty] : side) {
        if (rows.size() == most_levels) break;
        rows.push_back({format_price(price, instrument), format_qty(qty, instrument)});
    }
    return rows;
}

}  // namespace

std::string account_page(const Hall& hall, const Client& client) {
    const auto& catalog = hall.catalog();
    Json page{{"balances", Json::object()},
              {"positions", Json::object()},
              {"orders", Json::array()},
              {"executions", Json::array()}};
    core::AssetId asset;
    for (const auto& name_of : catalog.assets()) {
        const auto holding = hall.holding(client, asset);
        ++asset.value;
        if (holding.total.raw == 0) continue;
        page["balances"][name_of] = {{"total", to_string(holding.total)},
                                     {"free", to_string(holding.free())}};
    }
    for (const auto& instrument : catalog.instruments())
        if (instrument.kind != core::InstrumentKind::Spot)
            page["positions"][instrument.symbol] =
                format_qty(client.books.position(instrument.id).qty, instrument);
    for (const auto& [id, order] : client.orders.all()) {
        const auto& instrument = catalog[order.terms.instrument];
        page["orders"].push_back({{"id", std::to_string(id.value)},
                                  {"client_id", order.terms.client_id},
                                  {"symbol", instrument.symbol},
                                  {"side", name(order.terms.side)},
                                  {"price", format_price(order.terms.price, instrument)},
                                  {"qty", format_qty(order.terms.qty, instrument)},
                                  {"filled", format_qty(order.filled, instrument)},
                                  {"open", is_open(order.status)}});
    }
    for (const auto& execution : client.orders.executions()) {
        const auto& instrument = catalog[execution.instrument];
        page["executions"].push_back({{"trade", std::to_string(execution.id.value)},
                                      {"order", std::to_string(execution.order.value)},
                                      {"symbol", instrument.symbol},
                                      {"side", name(execution.side)},
                                      {"price", format_price(execution.price, instrument)},
                                      {"qty", format_qty(execution.qty, instrument)},
                                      {"fee", to_string(execution.fee)},
                                      {"fee_asset", catalog.name(execution.fee_asset)},
                                      {"maker", execution.maker}});
    }
    return page.dump();
}

std::string book_page(const Hall& hall, std::string_view base, bool spot) {
    for (const auto& view : hall.views()) {
        const auto& instrument = view.instrument();
        if (hall.catalog().name(instrument.base) != base ||
            (instrument.kind == core::InstrumentKind::Spot) != spot)
            continue;
        return Json{{"bids", levels(view.bids(), instrument)},
                    {"asks", levels(view.asks(), instrument)}}
            .dump();
    }
    return {};
}

}  // namespace nightjar::exchange
