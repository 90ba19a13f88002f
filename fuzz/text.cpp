/// What people, clients and servers of models write: addresses, forms, faults, JSON of the
/// simulated exchange, numbers and times, answers; and the file of keys.

#include "core/base/decimal.hpp"
#include "core/base/time.hpp"
#include "exchange/exact_json.hpp"
#include "exchange/faults.hpp"
#include "exchange/form.hpp"
#include "infer/endpoint_reply.hpp"
#include "net/url.hpp"
#include "target.hpp"
#include "venue/key_ring.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace nightjar::fuzz {

namespace {

void check_url(std::string_view input) {
    const auto url = net::Url::parse(input);
    if (!url) return;
    NJ_CHECK(url->encrypted() || url->loopback(), "{}: in the clear to {}", input, url->host);
    NJ_CHECK(url->target.starts_with('/') && url->port != 0, "{}: {}", input, url->target);
    const auto again =
        net::Url::parse(fmt::format("{}://{}{}", url->scheme, url->authority(), url->target));
    NJ_CHECK(again && *again == *url, "{}: read as {}", input, url->authority());
    // A key is bound to the host: it must be what stands there, not a part of it.
    auto place = input.substr(url->scheme.size() + 3);
    const auto host = url->host.contains(':') ? fmt::format("[{}]", url->host) : url->host;
    const auto same = [](char a, char b) { return std::tolower(a) == b; };
    NJ_CHECK(std::ranges::equal(place.substr(0, host.size()), host, same), "{}: read as {}", input,
             host);
    place.remove_prefix(host.size());
    NJ_CHECK(place.empty() || std::string_view{":/?"}.contains(place.front()), "{}: read as {}",
             input, host);
}

void check_form(std::string_view input) {
    const auto [path, query] = exchange::split_target(input);
    NJ_CHECK(path.size() + query.size() <= input.size(), "longer than it was");
    for (const auto part : exchange::segments(path))
        NJ_CHECK(!part.empty() && !part.contains('/'), "{}: a part of a path", part);
    const auto fields = exchange::parse_form(query);
    if (!fields) return;
    NJ_CHECK(fields->size() <= exchange::most_fields, "{} fields", fields->size());
    std::size_t size = 0;
    for (const auto& [name, value] : *fields) size += name.size() + value.size();
    NJ_CHECK(size <= query.size(), "decoded it is longer");
}

void check_fault(std::string_view input) {
    const auto fault = exchange::Fault::parse(input);
    if (!fault) return;
    NJ_CHECK(fault->chance >= 0 && fault->chance <= 1, "{}: a chance of {}", input, fault->chance);
    NJ_CHECK(fault->from.ns >= 0, "{}: it begins before it opens", input);
    NJ_CHECK(fault->path.empty() || fault->path.starts_with('/'), "{}: {}", input, fault->path);
    NJ_CHECK(input.starts_with(exchange::name(fault->kind)), "{}: another kind", input);
}

void check_exact_json(std::string_view input) {
    const auto json = exchange::read_exact(input);
    if (json.is_discarded()) return;
    const auto text = exchange::write_exact(json);
    NJ_CHECK(exchange::write_exact(exchange::read_exact(text)) == text, "{}: it changes", text);
}

void check_numbers(std::string_view input) {
    if (const auto number = core::read_decimal(input)) {
        NJ_CHECK(number->decimals >= 0 && number->decimals <= 18, "{} decimals", number->decimals);
        const auto text = core::format_decimal(number->mantissa, number->decimals);
        NJ_CHECK(core::read_decimal(text) == number, "{}: read as {}", input, text);
        const auto wide = core::parse_decimal(text, number->decimals);
        NJ_CHECK(wide && *wide == number->mantissa, "{}: two readers differ", text);
    }
    constexpr int digits = 10;
    if (const auto wide = core::parse_decimal(input, digits)) {
        const auto text = core::format_decimal(*wide, digits);
        const auto again = core::parse_decimal(text, digits);
        NJ_CHECK(again && *again == *wide, "{}: read as {}", input, text);
    }
    if (const auto time = core::parse_time(input)) {
        const auto again = core::parse_time(core::format_time(*time));
        NJ_CHECK(again && *again == *time, "{}: read as {}", input, core::format_time(*time));
    }
    if (const auto span = core::parse_duration(input)) {
        const auto again = core::parse_duration(core::format_duration(*span));
        NJ_CHECK(again && *again == *span, "{}: read as {}", input, core::format_duration(*span));
    }
}

void check_endpoint(std::string_view input) {
    const std::array<std::string, 4> labels{" up", " down", " flat", "none"};
    const auto scores = infer::read_reply(input, labels);
    if (!scores) {
        NJ_CHECK(scores.error().code.room == "infer", "{}", scores.error().text());
        return;
    }
    NJ_CHECK(scores->size() == labels.size(), "{} of {}", scores->size(), labels.size());
    double sum = 0;
    for (const double each : *scores) {
        NJ_CHECK(std::isfinite(each), "no number");
        sum += std::exp(each);
    }
    constexpr double rounding = 1.01;
    NJ_CHECK(sum > 0 && sum < rounding, "probabilities of {}", sum);
}

/// A file as it is, at the least cost that it may ask for: guessing is meant to be slow.
void check_key_file(std::string_view input, const venue::Secret& passphrase) {
    constexpr std::size_t cost_at = 16;  // behind the first line
    const auto cost = venue::SealCost::least();
    std::string file{input};
    if (file.size() >= cost_at + sizeof cost)
        std::memcpy(file.data() + cost_at, &cost, sizeof cost);
    NJ_CHECK(!venue::KeyRing::unseal(file, passphrase), "a file that nobody sealed");
}

bool equal(const venue::StoredKey& a, const venue::StoredKey& b) {
    return a.name == b.name && a.venue == b.venue && a.hosts == b.hosts &&
           a.credentials.key == b.credentials.key &&
           a.credentials.secret.reveal() == b.credentials.secret.reveal() &&
           a.credentials.passphrase.reveal() == b.credentials.passphrase.reveal();
}

/// '0' and the bytes of a file, or '1' and keys: lines of name, venue, host, host, key, secret and
/// passphrase.
void check_key_ring(std::string_view input) {
    const venue::Secret passphrase{"open sesame"};
    if (choose(input, 2) == 0) return check_key_file(input, passphrase);
    venue::KeyRing ring;
    while (!input.empty()) {
        venue::StoredKey key;
        key.name = cut(input, '\n');
        key.venue = cut(input, '\n');
        key.hosts = {std::string{cut(input, '\n')}, std::string{cut(input, '\n')}};
        key.credentials.key = cut(input, '\n');
        key.credentials.secret = venue::Secret{std::string{cut(input, '\n')}};
        key.credentials.passphrase = venue::Secret{std::string{cut(input, '\n')}};
        (void)ring.add(std::move(key));
    }
    const auto sealed = ring.seal(passphrase, venue::SealCost::least());
    const auto read = venue::KeyRing::unseal(sealed, passphrase);
    NJ_CHECK(read, "what was sealed is not read: {}", read.error().text());
    NJ_CHECK(std::ranges::equal(ring.keys(), read->keys(), equal), "the keys are others");
}

constexpr std::array targets{
    Target{"url", check_url},
    Target{"exchange_form", check_form},
    Target{"exchange_fault", check_fault},
    Target{"exchange_json", check_exact_json},
    Target{"numbers", check_numbers},
    Target{"key_ring", check_key_ring},
    Target{"endpoint", check_endpoint},
};

}  // namespace

std::span<const Target> text_targets() { return targets; }

}  // namespace nightjar::fuzz
