#include "venue/level_lists.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>

namespace nightjar::venue {

namespace {

/// What stands before a list of levels.
constexpr std::array<std::string_view, 4> names{R"("b":)", R"("a":)", R"("bids":)", R"("asks":)"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::size_t word_bytes = 8;

/// The digits at the front of eight characters, as numbers and not as signs, the first in the
/// lowest byte. Source for this and `number_of`: Daniel Lemire, "Quickly parsing eight digits"
/// (2018).
struct Digits {
    std::uint64_t values{};
    std::size_t count{};

    explicit Digits(const char* at) {
        static_assert(std::endian::native == std::endian::little);
        constexpr std::uint64_t all_zeros = 0x3030'3030'3030'3030,
                                above_nine = 0x7676'7676'7676'7676,
                                high_bits = 0x8080'8080'8080'8080;
        std::memcpy(&values, at, word_bytes);
        values ^= all_zeros;
        const auto others = ((values + above_nine) | values) & high_bits;
        count = static_cast<std::size_t>(std::countr_zero(others)) / word_bytes;
        keep(count);
    }
    void drop_zeros_at_end() {
        keep(word_bytes - static_cast<std::size_t>(std::countl_zero(values)) / word_bytes);
    }
    [[nodiscard]] std::uint64_t number() const {
        if (count == 0) return 0;
        constexpr std::uint64_t even = 0x0000'00FF'0000'00FF;
        constexpr std::uint64_t fours = 100 + (std::uint64_t{1'000'000} << 32);
        constexpr std::uint64_t rest = 1 + (std::uint64_t{10'000} << 32);
        auto value = values << (word_bytes * (word_bytes - count));
        value = value * 10 + (value >> word_bytes);
        return ((value & even) * fours + ((value >> 16) & even) * rest) >> 32;
    }

private:
    void keep(std::size_t first) {
        count = first;
        if (count < word_bytes) values &= (std::uint64_t{1} << (word_bytes * count)) - 1;
    }
};

/// The characters of a number, and the number where it is short enough to be read eight digits at
/// once.
struct Number {
    std::string_view text;
    std::optional<core::Decimal> value;
};

/// Reads forward in text behind which there are eight bytes more; once something was not there,
/// nothing is any more.
class Scan {
public:
    explicit Scan(const char* at) : at_{at} {}

    [[nodiscard]] const char* at() const { return good_ ? at_ : nullptr; }
    [[nodiscard]] bool good() const { return good_; }

    bool skip(char c) {
        if (*at_ != c) return false;
        ++at_;
        return true;
    }
    void need(char c) { good_ = skip(c) && good_; }
    void need(std::string_view literal) {
        for (const char c : literal) need(c);
    }
    /// From 0, without an exponent. Whether it has a first digit that JSON does not allow is told
    /// apart.
    Number number() {
        constexpr std::array<std::int64_t, word_bytes + 1> powers{
            1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};
        const auto* from = at_;
        const Digits whole{at_};
        at_ += whole.count;
        Number number;
        auto mantissa = static_cast<std::int64_t>(whole.number());
        if (*at_ != '.') {
            number.value = {mantissa, 0};
        } else {
            Digits part{++at_};
            at_ += part.count;
            good_ = good_ && part.count != 0;
            part.drop_zeros_at_end();
            mantissa = mantissa * powers.at(part.count) + static_cast<std::int64_t>(part.number());
            number.value = {mantissa, static_cast<int>(part.count)};
        }
        if (is_digit(*at_)) {  // it is longer
            number.value.reset();
            while (is_digit(*at_) || *at_ == '.') ++at_;
        }
        number.text = {from, at_};
        good_ = good_ && is_digit(*from);
        if (!number.value) number.value = core::read_decimal(number.text);
        return number;
    }
    Number quoted() {
        need('"');
        const auto found = number();
        need('"');
        return found;
    }
    /// At most seven digits between quotes.
    void pass_count() {
        need('"');
        at_ += Digits{at_}.count;
        need('"');
    }
    Number of_json() {
        const auto found = number();
        if (found.text.size() > 1 && found.text[0] == '0' && found.text[1] != '.') good_ = false;
        if (std::ranges::count(found.text, '.') > 1 || found.text.ends_with('.')) good_ = false;
        return found;
    }

private:
    const char* at_;
    bool good_{true};
};

struct Level {
    Number price;
    Number qty;
};

Level read_pair(Scan& scan) {
    Level level;
    scan.need('[');
    level.price = scan.quoted();
    scan.need(',');
    level.qty = scan.quoted();
    while (scan.good() && scan.skip(',')) scan.pass_count();  // of orders: nobody looks at it
    scan.need(']');
    return level;
}

Level read_object(Scan& scan) {
    Level level;
    scan.need(R"({"price":)");
    level.price = scan.of_json();
    scan.need(R"(,"qty":)");
    level.qty = scan.of_json();
    scan.need('}');
    return level;
}

}  // namespace

const char* LevelLists::read(const char* from, Form form) {
    const auto begin = levels_.size();
    Scan scan{from};
    scan.need('[');
    do {
        const auto level = form == Form::Pairs ? read_pair(scan) : read_object(scan);
        const auto &price = level.price.value, &qty = level.qty.value;
        if (!scan.good() || !price || !qty || price->mantissa <= 0) break;
        levels_.push_back({{}, *price, *qty});
        texts_.push_back({level.price.text, level.qty.text});
        if (scan.skip(',')) continue;
        scan.need(']');
        if (!scan.good()) break;
        lists_.push_back({begin, levels_.size(), form});
        return scan.at();
    } while (true);
    levels_.resize(begin);
    texts_.resize(begin);
    return nullptr;
}

std::string_view LevelLists::cut(std::string_view message, bool numbers_as_text) {
    lists_.clear();
    levels_.clear();
    texts_.clear();
    // With an escape a quote may be none.
    if (message.contains('\\')) return message;
    copy_.assign(message).append(word_bytes, '\0');
    rest_.clear();
    const auto whole = std::string_view{copy_}.substr(0, message.size());
    std::size_t done = 0;
    for (auto at = whole.find('['); at < whole.size(); at = whole.find('[', at)) {
        const auto before = whole.substr(0, at);
        const bool objects = numbers_as_text && whole.substr(at).starts_with("[{");
        const bool named = std::ranges::any_of(
            names, [before](std::string_view name) { return before.ends_with(name); });
        const char* behind =
            named ? read(whole.data() + at, objects ? Form::Objects : Form::Pairs) : nullptr;
        if (behind == nullptr) {
            ++at;
            continue;
        }
        rest_.append(whole.substr(done, at - done));
        fmt::format_to(std::back_inserter(rest_), R"({{"\u0001":"{}"}})", lists_.size() - 1);
        at = done = static_cast<std::size_t>(behind - whole.data());
    }
    if (lists_.empty()) return message;
    return rest_.append(whole.substr(done));
}

std::optional<LevelLists::Rows> LevelLists::find(std::string_view number, Form form) const {
    std::size_t index{};
    (void)std::from_chars(number.data(), number.data() + number.size(), index);
    const auto& list = lists_.at(index);
    if (list.form != form) return std::nullopt;
    const auto size = list.end - list.begin;
    return Rows{std::span{levels_}.subspan(list.begin, size),
                std::span{texts_}.subspan(list.begin, size)};
}

}  // namespace nightjar::venue
