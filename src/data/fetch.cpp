#include "data/fetch.hpp"

#include "data/checksum.hpp"
#include "data/errc.hpp"

#include <deque>

namespace nightjar::data {

namespace fs = std::filesystem;

namespace {

/// True where the file is here, and is what its checksum was made of.
bool is_good(const fs::path& file) {
    const auto stated = stated_checksum(file);
    if (!stated || !*stated) return false;
    const auto found = sha256_of(file);
    return found && *found == **stated;
}

}  // namespace

/// One part. Where its file does not exist, those of its days, one after the other.
struct Fetch::Job {
    std::deque<ArchiveFile> wanted;
    std::deque<ArchiveFile> instead;
    std::vector<fs::path> files;
    std::vector<std::string> missing;
    std::size_t there{};
    bool wrong{};  ///< its bytes were, once
    std::unique_ptr<Download> download;

    [[nodiscard]] fs::path path(const fs::path& folder) const {
        return folder / wanted.front().name;
    }
    [[nodiscard]] std::string target() const { return wanted.front().folder + wanted.front().name; }
};

Fetch::Fetch(net::Transport& transport, FetchOptions options, std::vector<ArchivePart> parts)
    : transport_{&transport}, options_{std::move(options)} {
    for (auto& part : parts) {
        auto job = std::make_unique<Job>();
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
        begin(*jobs_[begun_++]);
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
void Fetch::begin(Job& job) {
    while (!job.wanted.empty() && is_good(job.path(options_.folder))) {
        ++job.there;
        job.files.push_back(job.path(options_.folder));
        job.wanted.pop_front();
    }
    if (!job.wanted.empty()) return ask_checksum(job);
    --running_;
    ++finished_;
    transport_->post([this, life = std::weak_ptr{life_}] {
        if (!life.expired()) next();
    });
}

void Fetch::bring(Job& job, std::string_view ending, std::string sha256, Download::Done then) {
    auto from = options_.archive;
    from.target = job.target().append(ending);
    DownloadOptions options;
    options.attempts = options_.attempts;
    options.patience = options_.patience;
    options.seed = options_.seed + begun_;
    job.download = std::make_unique<Download>(
        *transport_,
        DownloadWish{
            std::move(from), job.path(options_.folder).concat(ending), std::move(sha256), {}},
        options);
    job.download->start([](const DownloadProgress&) {},
                        [this, &job, then = std::move(then)](core::Result<Downloaded> came) {
                            if (!done_) return;  // it has failed
                            if (!came && came.error().code == Errc::NotThere) return absent(job);
                            then(std::move(came));
                        });
}

void Fetch::ask_checksum(Job& job) {
    bring(job, ".CHECKSUM", {}, [this, &job](const core::Result<Downloaded>& came) {
        if (!came) return fail_all(came.error());
        ask_bytes(job);
    });
}

void Fetch::ask_bytes(Job& job) {
    const auto stated = stated_checksum(job.path(options_.folder));
    if (!stated) return fail_all(stated.error());
    bring(job, "", stated->value_or(""), [this, &job](const core::Result<Downloaded>& came) {
        if (came) {
            fetched_.bytes += came->bytes;
            job.files.push_back(job.path(options_.folder));
            job.wanted.pop_front();
            job.wrong = false;
            return begin(job);
        }
        // The archive may just have issued it anew.
        if (came.error().code == Errc::BadChecksum && !std::exchange(job.wrong, true))
            return ask_checksum(job);
        fail_all(came.error());
    });
}

void Fetch::absent(Job& job) {
    std::error_code none;
    fs::remove(job.path(options_.folder).concat(".CHECKSUM"), none);
    if (job.instead.empty()) job.missing.push_back(job.wanted.front().name);
    job.wanted.pop_front();
    for (auto& day : std::exchange(job.instead, {})) job.wanted.push_back(std::move(day));
    begin(job);
}

void Fetch::fail_all(const core::Error& why) {
    if (auto done = std::exchange(done_, nullptr)) done(std::unexpected{why});
}

}  // namespace nightjar::data
