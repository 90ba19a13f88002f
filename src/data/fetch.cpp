#include "data/fetch.hpp"

#include "data/checksum.hpp"
#include "data/errc.hpp"
#include "store/file.hpp"
#include "venue/backoff.hpp"
#include "venue/reply_headers.hpp"

#include <fmt/format.h>

#include <deque>

namespace nightjar::data {

using core::fail;
using core::Status;

namespace fs = std::filesystem;

namespace {

constexpr unsigned ok = 200;
constexpr unsigned part_of = 206;
constexpr unsigned not_found = 404;
constexpr unsigned no_such_range = 416;
constexpr unsigned too_many = 429;
constexpr unsigned server_error = 500;

bool try_again(unsigned status) { return status == too_many || status >= server_error; }

/// True where the file is here, and is what its checksum was made of.
bool is_good(const fs::path& file) {
    auto opened = store::File::open_to_read(file);
    if (!opened) return false;
    const auto size = opened->size();
    if (!size) return false;
    const auto bytes = store::Mapping::read_only(*opened, *size);
    return bytes && verify_checksum(file, bytes->bytes()).value_or(false);
}

fs::path beside(const fs::path& file, std::string_view ending) {
    return fs::path{file}.concat(ending);
}

Status write_whole(const fs::path& file, std::string_view text) {
    NJ_TRY(made, store::File::create(file));
    return made.write_at(0, std::as_bytes(std::span{text}));
}

}  // namespace

/// One part. Where its file does not exist, those of its days, one after the other.
struct Fetch::Job {
    std::deque<ArchiveFile> wanted;
    std::deque<ArchiveFile> instead;
    std::vector<fs::path> files;
    std::vector<std::string> missing;
    std::size_t there{};
    std::size_t size{};  ///< of ".part"
    unsigned failed{};   ///< attempts
    bool wrong{};        ///< its bytes were, once
    std::unique_ptr<net::Transport::Timer> wait;

    [[nodiscard]] fs::path path(const fs::path& folder) const {
        return folder / wanted.front().name;
    }
    [[nodiscard]] std::string target() const { return wanted.front().folder + wanted.front().name; }
};

Fetch::Fetch(net::Transport& transport, FetchOptions options, std::vector<ArchivePart> parts)
    : transport_{&transport}, options_{std::move(options)}, chance_{options_.seed, 1} {
    for (auto& part : parts) {
        auto job = std::make_shared<Job>();
        job->wanted.push_back(std::move(part.file));
        job->instead.assign(part.days.begin(), part.days.end());
        jobs_.push_back(std::move(job));
    }
}

Fetch::~Fetch() = default;

void Fetch::start(Heard heard, Done done) {
    heard_ = std::move(heard);
    done_ = std::move(done);
    if (const auto made = store::make_directory(options_.folder); !made)
        return fail_all(made.error());
    next();
}

void Fetch::next() {
    if (!done_) return;  // it has failed
    heard_({jobs_.size(), finished_, fetched_.bytes});
    while (running_ < options_.at_once && begun_ < jobs_.size()) {
        ++running_;
        begin(jobs_[begun_++]);
        if (!done_) return;
    }
    if (running_ > 0) return;
    for (const auto& job : jobs_) {
        fetched_.files.insert(fetched_.files.end(), job->files.begin(), job->files.end());
        fetched_.missing.insert(fetched_.missing.end(), job->missing.begin(), job->missing.end());
        fetched_.there += job->there;
    }
    std::exchange(done_, nullptr)(std::move(fetched_));
}

/// The next of its files that is not here.
void Fetch::begin(const std::shared_ptr<Job>& job) {
    while (!job->wanted.empty() && is_good(job->path(options_.folder))) {
        ++job->there;
        job->files.push_back(job->path(options_.folder));
        job->wanted.pop_front();
    }
    if (!job->wanted.empty()) return ask_checksum(job);
    --running_;
    ++finished_;
    transport_->post([this, life = std::weak_ptr{life_}] {
        if (!life.expired()) next();
    });
}

void Fetch::ask(const std::shared_ptr<Job>& job, const net::WebRequest& request,
                const std::function<void(const net::WebReply&)>& good) {
    const auto again = [this, job, request, good](core::Duration wait) {
        job->wait =
            transport_->after(wait, [this, job, request, good, life = std::weak_ptr{life_}] {
                if (!life.expired() && done_) ask(job, request, good);
            });
    };
    transport_->request(
        options_.archive, request, options_.patience,
        [this, job, good, again,
         life = std::weak_ptr{life_}](const core::Result<net::WebReply>& reply) {
            if (life.expired() || !done_) return;
            if (reply && !try_again(reply->status)) {
                job->failed = 0;
                return good(*reply);
            }
            if (++job->failed >= options_.attempts)
                return fail_all(core::Error{Errc::NotFetched, "{}: {}; start it again to go on",
                                            job->wanted.front().name,
                                            reply ? fmt::format("HTTP {}", reply->status)
                                                  : std::string{reply.error().text()}});
            const auto asked = reply ? venue::retry_after(*reply) : std::nullopt;
            again(asked.value_or(venue::backoff(job->failed, chance_)));
        });
}

void Fetch::ask_checksum(const std::shared_ptr<Job>& job) {
    ask(job, {.target = job->target() + ".CHECKSUM"}, [this, job](const net::WebReply& reply) {
        if (reply.status == not_found) return absent(job);
        if (reply.status != ok)
            return fail_all(core::Error{Errc::NotFetched, "{}.CHECKSUM: HTTP {}",
                                        job->wanted.front().name, reply.status});
        const auto file = job->path(options_.folder);
        if (const auto kept = write_whole(beside(file, ".CHECKSUM"), reply.body); !kept)
            return fail_all(kept.error());
        std::error_code none;
        const auto size = fs::file_size(beside(file, ".part"), none);
        job->size = none ? 0 : size;
        ask_bytes(job);
    });
}

void Fetch::ask_bytes(const std::shared_ptr<Job>& job) {
    net::WebRequest request{.target = job->target()};
    request.headers.emplace_back(
        "Range", fmt::format("bytes={}-{}", job->size, job->size + options_.chunk - 1));
    ask(job, request, [this, job](const net::WebReply& reply) { take(job, reply); });
}

/// A part of the bytes, or, from a server that has no parts, all of them.
void Fetch::take(const std::shared_ptr<Job>& job, const net::WebReply& reply) {
    if (reply.status == not_found) return absent(job);
    if (reply.status == no_such_range) return complete(job);  // it ends where ours does
    if (reply.status != ok && reply.status != part_of)
        return fail_all(
            core::Error{Errc::NotFetched, "{}: HTTP {}", job->wanted.front().name, reply.status});
    if (reply.status == ok) job->size = 0;
    auto file = store::File::open_to_write(beside(job->path(options_.folder), ".part"));
    if (!file) return fail_all(file.error());
    if (const auto cut = file->resize(job->size); !cut) return fail_all(cut.error());
    if (const auto kept = file->write_at(job->size, std::as_bytes(std::span{reply.body})); !kept)
        return fail_all(kept.error());
    job->size += reply.body.size();
    fetched_.bytes += reply.body.size();
    heard_({jobs_.size(), finished_, fetched_.bytes});
    if (reply.status == ok || reply.body.size() < options_.chunk) return complete(job);
    ask_bytes(job);
}

void Fetch::complete(const std::shared_ptr<Job>& job) {
    const auto file = job->path(options_.folder);
    std::error_code error;
    fs::rename(beside(file, ".part"), file, error);
    if (!error && is_good(file)) {
        job->files.push_back(file);
        job->wanted.pop_front();
        job->wrong = false;
        return begin(job);
    }
    // Files are issued anew now and then: what was begun before has the end of another.
    fs::remove(file, error);
    if (std::exchange(job->wrong, true))
        return fail_all(core::Error{Errc::BadChecksum,
                                    "{}: not the bytes that the archive's checksum was made of",
                                    job->wanted.front().name});
    job->size = 0;
    ask_checksum(job);
}

void Fetch::absent(const std::shared_ptr<Job>& job) {
    std::error_code none;
    fs::remove(beside(job->path(options_.folder), ".CHECKSUM"), none);
    if (job->instead.empty()) job->missing.push_back(job->wanted.front().name);
    job->wanted.pop_front();
    for (auto& day : std::exchange(job->instead, {})) job->wanted.push_back(std::move(day));
    begin(job);
}

void Fetch::fail_all(const core::Error& why) {
    if (auto done = std::exchange(done_, nullptr)) done(std::unexpected{why});
}

}  // namespace nightjar::data
