#include "data/recording.hpp"

#include "data/csv_recording.hpp"
#include "data/errc.hpp"
#include "data/json_recording.hpp"

#include <array>

namespace nightjar::data {

namespace {

std::optional<Recording::Form> find_form(std::string_view text) {
    using enum Recording::Form;
    if (is_json(text)) return Json;
    if (is_json_lines(text)) return JsonLines;
    if (is_event_csv(text)) return EventCsv;
    if (is_funding_csv(text)) return FundingCsv;
    if (is_mark_csv(text)) return MarkCsv;
    if (is_top_csv(text)) return TopCsv;
    if (is_trade_csv(text)) return TradeCsv;
    return std::nullopt;
}

}  // namespace

core::Result<std::optional<Recording>> Recording::open(const std::filesystem::path& file) {
    NJ_TRY(text, TextFile::open(file));
    const auto form = find_form(text.text());
    if (!form) return std::nullopt;
    if (*form == Form::MarkCsv)
        // The files look alike; only the archive's folder tells them apart.
        for (const std::string_view folder : {"indexPriceKlines", "premiumIndexKlines"})
            if (file.string().find(folder) != std::string::npos)
                return core::fail(Errc::MixedContent,
                                  "{}: {}: no mark price, and nothing that a tape holds",
                                  file.filename().string(), folder);
    return Recording{file.filename().string(), std::move(text), *form};
}

std::unique_ptr<MessageReader> Recording::read() const {
    switch (form_) {
        case Form::JsonLines: return read_json_lines(text_.text());
        case Form::Json: return read_json(text_.text());
        case Form::TradeCsv: return read_trade_csv(text_.text());
        case Form::TopCsv: return read_top_csv(text_.text());
        case Form::FundingCsv: return read_funding_csv(text_.text());
        case Form::MarkCsv: return read_mark_csv(text_.text());
        case Form::EventCsv: break;
    }
    return read_event_csv(text_.text());
}

std::string_view Recording::description() const {
    constexpr std::array<std::string_view, 7> names{
        "messages of a venue, each with its time of receipt",
        "messages of a venue",
        "trades, CSV",
        "best bid and ask, CSV",
        "funding rates of settlements, CSV",
        "klines that count prices and no volume: each close is a mark price; open, high and low "
        "left out",
        "a row for each level of a book, CSV"};
    return names[static_cast<std::size_t>(form_)];
}

}  // namespace nightjar::data
