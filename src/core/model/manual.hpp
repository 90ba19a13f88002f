#pragma once
/// What a person wants done by hand, beside what the strategies decide. Events and records at once.

#include "core/model/record_type.hpp"
#include "core/model/types.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace nightjar::core {

/// A text that is cut to its room.
template <std::size_t Room>
class ShortText {
public:
    static constexpr std::size_t room = Room;

    ShortText() = default;
    explicit ShortText(std::string_view text) {
        std::ranges::copy(text.substr(0, Room), letters_.begin());
    }
    [[nodiscard]] std::string_view view() const {
        return {letters_.begin(), std::ranges::find(letters_, '\0')};
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        for (auto& letter : s.letters_) a(letter);
    }

private:
    std::array<char, Room> letters_{};
};

/// Who gave a command: a user of the machine; empty where it was nobody.
struct Person : ShortText<24> {
    using ShortText::ShortText;
};
/// An algorithm and its settings: "twap over=10m urgency=high".
struct AlgoTerms : ShortText<32> {
    using ShortText::ShortText;
    /// The first word; empty where that is a setting already.
    [[nodiscard]] std::string_view algorithm() const {
        const auto first = view().substr(0, view().find(' '));
        return first.find('=') == std::string_view::npos ? first : std::string_view{};
    }
};

/// A parent order of a strategy that decides nothing itself.
struct ManualOrder {
    static constexpr auto type = RecordType::ManualOrder;
    StrategyId strategy;
    std::uint16_t ticket{};  ///< by which the answer is known; of one life of the session
    InstrumentId instrument;
    Qty qty;          ///< signed; not 0
    Price limit;      ///< no child is at a worse price; 0: none
    AlgoTerms terms;  ///< empty: those of the strategy
    Person by;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.ticket, s.instrument, s.qty, s.limit, s.terms, s.by);
    }
};

/// The parent's children are cancelled, and none follows.
struct ManualCancel {
    static constexpr auto type = RecordType::ManualCancel;
    ParentId parent;
    Person by;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.parent, s.by);
    }
};

}  // namespace nightjar::core
