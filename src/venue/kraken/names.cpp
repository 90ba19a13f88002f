#include "venue/kraken/names.hpp"

#include <algorithm>
#include <array>

namespace nightjar::venue::kraken {

namespace {

struct Names {
    std::string_view common;
    std::string_view pair;   ///< in the names of pairs
    std::string_view asset;  ///< in lists of assets, and in the full names of pairs
};

/// Those that differ: a closed list, newer assets have one name.
constexpr std::array different{
    Names{"BTC", "XBT", "XXBT"}, Names{"DOGE", "XDG", "XXDG"}, Names{"ETH", "ETH", "XETH"},
    Names{"LTC", "LTC", "XLTC"}, Names{"XRP", "XRP", "XXRP"},  Names{"XLM", "XLM", "XXLM"},
    Names{"XMR", "XMR", "XXMR"}, Names{"ZEC", "ZEC", "XZEC"},  Names{"ETC", "ETC", "XETC"},
    Names{"REP", "REP", "XREP"}, Names{"MLN", "MLN", "XMLN"},  Names{"USD", "USD", "ZUSD"},
    Names{"EUR", "EUR", "ZEUR"}, Names{"GBP", "GBP", "ZGBP"},  Names{"JPY", "JPY", "ZJPY"},
    Names{"CAD", "CAD", "ZCAD"}, Names{"AUD", "AUD", "ZAUD"},
};

Names names_of(std::string_view asset) {
    for (const auto& row : different)
        if (asset == row.common || asset == row.pair || asset == row.asset) return row;
    return {asset, asset, asset};
}

/// Base and quote of "BTC/USD".
std::pair<Names, Names> split(std::string_view symbol) {
    const auto slash = symbol.find('/');
    if (slash == std::string_view::npos) return {names_of(symbol), Names{}};
    return {names_of(symbol.substr(0, slash)), names_of(symbol.substr(slash + 1))};
}

std::string joined(std::string_view base, std::string_view quote) {
    return std::string{base} + std::string{quote};
}

}  // namespace

std::string_view common_asset(std::string_view asset) { return names_of(asset).common; }

std::string rest_pair(std::string_view symbol) {
    const auto [base, quote] = split(symbol);
    return joined(base.pair, quote.pair);
}

PairNames::PairNames(std::span<const std::string> symbols) {
    for (const auto& symbol : symbols) {
        const auto [base, quote] = split(symbol);
        for (auto name : {rest_pair(symbol), joined(base.asset, quote.asset), symbol})
            names_.emplace_back(std::move(name), symbol);
    }
    std::ranges::sort(names_);
}

std::string_view PairNames::symbol(std::string_view pair) const {
    const auto found = std::ranges::lower_bound(
        names_, pair, {}, [](const auto& entry) -> std::string_view { return entry.first; });
    return found != names_.end() && found->first == pair ? std::string_view{found->second} : pair;
}

}  // namespace nightjar::venue::kraken
