#pragma once
/// Values as bytes, so that two answers can be compared as a whole. Reading every byte of every
/// text also shows views of memory that is gone.

#include "venue/account_event.hpp"
#include "venue/feed_decoder.hpp"
#include "venue/order_codec.hpp"

#include <concepts>
#include <string>

namespace nightjar::fuzz {

class Print {
public:
    template <class T>
        requires std::integral<T> || std::is_enum_v<T>
    Print& add(T value) {
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
        return *this;
    }
    Print& add(std::string_view text) {
        add(text.size());
        bytes_.append(text);
        return *this;
    }
    Print& add(core::Time at) { return add(at.ns); }
    Print& add(core::Duration span) { return add(span.ns); }
    Print& add(core::TradeId id) { return add(id.value); }
    Print& add(core::Decimal number) { return add(number.mantissa).add(number.decimals); }
    template <class T>
    Print& add(const std::optional<T>& value) {
        add(value.has_value());
        return value ? add(*value) : *this;
    }
    template <class T>
    Print& add(std::span<const T> list) {
        add(list.size());
        for (const auto& item : list) add(item);
        return *this;
    }
    template <class... T>
    Print& add(const std::variant<T...>& value) {
        add(value.index());
        std::visit([this](const auto& held) { this->add(held); }, value);
        return *this;
    }
    template <class T>
    Print& add(const core::Result<T>& result) {
        add(result.has_value());
        if (!result) return add(result.error());
        return add(*result);
    }
    Print& add(const core::Error& error) { return add(error.code.value).add(error.text()); }

    // Of feed_decoder.hpp.
    Print& add(const venue::PublicLevel&);
    Print& add(const venue::LevelText&);
    Print& add(const venue::BookProof&);
    Print& add(const venue::OtherMessage&) { return *this; }
    Print& add(const venue::PublicTrade&);
    Print& add(const venue::DepthUpdate&);
    Print& add(const venue::DepthSnapshot&);
    Print& add(const venue::TopOfBook&);
    Print& add(const venue::MarkPrice&);
    Print& add(const venue::FundingRate&);
    Print& add(const venue::NextFunding&);
    Print& add(const venue::Candle&);
    Print& add(const venue::InstrumentRules&);
    Print& add(const venue::Notice&);
    Print& add(const venue::MarginTierSaid&);
    Print& add(const venue::FeedEvent&);
    Print& add(const venue::FeedEvents&);
    Print& add(const venue::PublicMessage&);

    // Of account_event.hpp and order_codec.hpp.
    Print& add(const venue::OrderSaid&);
    Print& add(const venue::FillSaid&);
    Print& add(const venue::BalanceSaid&);
    Print& add(const venue::PositionSaid&);
    Print& add(const venue::FundingSaid&);
    Print& add(const venue::FundingDue&) { return *this; }
    Print& add(const venue::FeesSaid&);
    Print& add(const venue::TimeSaid&);
    Print& add(const venue::KeySaid&);
    Print& add(const venue::FillsDue&);
    Print& add(const venue::Ready&) { return *this; }
    Print& add(const venue::Pong&) { return *this; }
    Print& add(const venue::Refused&);
    Print& add(const venue::Reconnect&);
    Print& add(const venue::Lost&);
    Print& add(const venue::RateSaid&);
    Print& add(const venue::OrderAnswer&);
    Print& add(const venue::AccountPage&);

    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

template <class T>
std::string print(const T& value) {
    return Print{}.add(value).bytes();
}

}  // namespace nightjar::fuzz
