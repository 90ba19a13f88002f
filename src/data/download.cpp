#include "data/download.hpp"

#include "data/checksum.hpp"
#include "data/errc.hpp"
#include "venue/backoff.hpp"
#include "venue/reply_headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace nightjar::data {

using core::Error;
using core::fail;
using core::Result;
using core::Status;

namespace fs = std::filesystem;

namespace {

constexpr unsigned ok = 200;
constexpr unsigned part_of = 206;
constexpr unsigned not_found = 404;
constexpr unsigned gone = 410;
constexpr unsigned no_such_range = 416;
constexpr unsigned too_many = 429;
constexpr unsigned server_error = 500;
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 40;  ///< where nobody says how many

bool try_again(unsigned status) { return status == too_many || status >= server_error; }
bool has_bytes(unsigned status) { return status == ok || status == part_of; }
bool is_redirect(unsigned status) {
    constexpr std::array<unsigned, 5> all{301, 302, 303, 307, 308};
    return std::ranges::find(all, status) != all.end();
}

/// Of a large file; empty where it says none. Hugging Face puts it into the answer that redirects.
std::string stated_sha256(const net::WebReply& reply) {
    auto text = net::header(reply.headers, "X-Linked-Etag");
    if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"'))
        text = text.substr(1, text.size() - 2);
    return read_sha256(text).value_or("");
}

/// Where a part of a file begins; nothing where the answer does not say.
std::optional<std::uint64_t> range_start(const net::WebReply& reply) {
    constexpr std::string_view unit = "bytes ";
    const auto text = net::header(reply.headers, "Content-Range");
    std::uint64_t start{};
    if (!text.starts_with(unit)) return std::nullopt;
    const auto [stop, error] =
        std::from_chars(text.data() + unit.size(), text.data() + text.size(), start);
    return error == std::errc{} ? std::optional{start} : std::nullopt;
}

Result<net::Url> target_of(const net::Url& from, const net::WebReply& reply) {
    const auto place = net::header(reply.headers, "Location");
    auto to = from;
    to.target = place;
    if (place.starts_with('/') && !place.starts_with("//")) return to;
    NJ_TRY(url, net::Url::parse(place));
    if ((from.encrypted() && !url.encrypted()) || (!from.loopback() && url.loopback()))
        return fail(Errc::NotFetched, "{} redirects to {}: only https is followed",
                    from.authority(), url.authority());
    return url;
}

}  // namespace

Download::Download(net::Transport& transport, DownloadWish wish, DownloadOptions options)
    : transport_{&transport},
      wish_{std::move(wish)},
      options_{options},
      chance_{options.seed, 1},
      whole_{wish_.size.value_or(0)} {}

fs::path Download::part() const { return fs::path{wish_.to}.concat(".part"); }

void Download::start(Heard heard, Done done) {
    heard_ = std::move(heard);
    done_ = std::move(done);
    if (const auto opened = open_part(); !opened) return finish(std::unexpected{opened.error()});
    const bool ends_where_it_should = wish_.size && size_ == *wish_.size;
    if (leftover_ && ends_where_it_should && !wanted().empty()) return complete();
    ask(wish_.from, 0);
}

Status Download::open_part() {
    NJ_TRY(file, store::File::open_to_write(part()));
    NJ_TRY(file.lock());
    NJ_TRY(size, file.size());
    file_ = std::move(file);
    size_ = size;
    leftover_ = size > 0;
    return {};
}

void Download::ask(const net::Url& at, unsigned redirected) {
    net::WebRequest request{.target = at.target};
    request.headers = {{"User-Agent", "nightjar"}, {"Accept-Encoding", "identity"}};
    if (size_ > 0) request.headers.emplace_back("Range", fmt::format("bytes={}-", size_));
    begun_ = false;
    trouble_.reset();
    transport_->download(
        at, std::move(request), options_.patience,
        [this, life = std::weak_ptr{life_}](const net::WebReply& head, std::string_view bytes) {
            return !life.expired() && take(head, bytes);
        },
        [this, at, redirected, life = std::weak_ptr{life_}](const Result<net::WebReply>& reply) {
            if (!life.expired()) hear(at, redirected, reply);
        });
}

/// Before the first bytes of a body are kept. A server that has no parts gives all of it.
Status Download::begin_body(const net::WebReply& head) {
    if (head.status == ok) {
        size_ = 0;
        leftover_ = false;
    } else if (range_start(head).value_or(size_) != size_) {
        return fail(Errc::NotFetched, "{}: {}, and not from {} on, is what came", name(),
                    net::header(head.headers, "Content-Range"), size_);
    } else if (leftover_ && wanted().empty()) {
        return fail(Errc::BadChecksum, "{}: nobody says what its beginning was of", name());
    }
    if (!wish_.size)
        whole_ = size_ + static_cast<std::uint64_t>(
                             venue::header_count(head, "Content-Length").value_or(0));
    begun_ = true;
    return file_->resize(size_);
}

bool Download::take(const net::WebReply& head, std::string_view bytes) {
    if (!has_bytes(head.status)) return true;  // words about an error
    const auto kept = [&]() -> Status {
        if (stated_.empty()) stated_ = stated_sha256(head);
        if (!begun_) NJ_TRY(begin_body(head));
        if (size_ + bytes.size() > wish_.size.value_or(most_bytes))
            return fail(Errc::BadChecksum, "{}: {} bytes are wanted, more came", name(),
                        wish_.size.value_or(most_bytes));
        return file_->write_at(size_, std::as_bytes(std::span{bytes}));
    }();
    if (!kept) {
        trouble_ = kept.error();
        return false;
    }
    size_ += bytes.size();
    received_ += bytes.size();
    failed_ = 0;
    heard_({size_, whole_});
    return true;
}

void Download::hear(const net::Url& at, unsigned redirected, const Result<net::WebReply>& reply) {
    if (trouble_) return refuse(*trouble_);
    if (!reply || try_again(reply->status)) return ask_again(reply);
    if (stated_.empty()) stated_ = stated_sha256(*reply);
    if (is_redirect(reply->status)) return follow(at, redirected, *reply);
    if (reply->status == no_such_range && size_ > 0)  // it ends where ours does
        return leftover_ && wanted().empty() ? start_anew() : complete();
    if (reply->status == not_found || reply->status == gone)
        return finish(
            fail(Errc::NotThere, "{}: {} does not have it", name(), wish_.from.authority()));
    if (!has_bytes(reply->status))
        return finish(fail(Errc::NotFetched, "{}: HTTP {}", name(), reply->status));
    if (!begun_)  // it is empty
        if (const auto begun = begin_body(*reply); !begun) return refuse(begun.error());
    complete();
}

void Download::follow(const net::Url& at, unsigned redirected, const net::WebReply& reply) {
    if (redirected >= options_.redirects)
        return finish(fail(Errc::NotFetched, "{}: more than {} redirects", name(), redirected));
    const auto to = target_of(at, reply);
    if (!to) return finish(std::unexpected{to.error().in(name())});
    ask(*to, redirected + 1);
}

/// From the beginning of the way: what a redirect leads to may not live long.
void Download::ask_again(const Result<net::WebReply>& reply) {
    if (++failed_ >= options_.attempts)
        return finish(fail(
            Errc::NotFetched, "{}: {}; start it again to go on", name(),
            reply ? fmt::format("HTTP {}", reply->status) : std::string{reply.error().text()}));
    const auto asked = reply ? venue::retry_after(*reply) : std::nullopt;
    wait_ = transport_->after(asked.value_or(venue::backoff(failed_, chance_)),
                              [this, life = std::weak_ptr{life_}] {
                                  if (!life.expired()) ask(wish_.from, 0);
                              });
}

void Download::start_anew() {
    size_ = 0;
    leftover_ = false;
    ask(wish_.from, 0);
}

void Download::complete() {
    if (wish_.size && size_ != *wish_.size)
        return refuse(Error{Errc::BadChecksum, "{}: {} bytes are wanted, {} came", name(),
                            *wish_.size, size_});
    auto kept = keep_whole(part(), wish_.to, wanted());
    if (!kept) return refuse(kept.error());
    finish(Downloaded{*std::move(kept), wish_.sha256.empty() && !stated_.empty(), received_});
}

/// Files are issued anew now and then: what was begun before has the end of another.
void Download::refuse(const Error& why) {
    if (why.code != Errc::BadChecksum) return finish(std::unexpected{why});
    if (leftover_) return start_anew();
    std::error_code none;
    fs::remove(part(), none);
    finish(std::unexpected{why});
}

void Download::finish(Result<Downloaded> result) {
    wait_.reset();
    std::error_code none;
    if (file_ && !result && size_ == 0) fs::remove(part(), none);
    file_.reset();
    if (auto done = std::exchange(done_, nullptr)) done(std::move(result));
}

}  // namespace nightjar::data
