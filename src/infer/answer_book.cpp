#include "infer/answer_book.hpp"

#include "infer/errc.hpp"
#include "store/sha256.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace nightjar::infer {

using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

std::string hash_of(std::string_view text) {
    return store::to_hex(store::sha256(std::as_bytes(std::span{text})));
}

/// What a line says, without its own hash.
Json body_of(const BookedAnswer& answer, const std::string& key) {
    return {{"key", key},
            {"model", answer.model},
            {"subject", answer.subject},
            {"template", answer.sha256},
            {"prompt", answer.prompt},
            {"labels", answer.labels},
            {"log_probabilities", answer.log_probabilities},
            {"regime", answer.regime},
            {"asked_ns", answer.asked_ns}};
}

}  // namespace

std::string answer_key(const std::string& model, std::string_view prompt,
                       std::span<const std::string> labels) {
    // Lengths keep the parts apart: nothing that a prompt says can pass for a label.
    store::Sha256 hash;
    const auto part = [&hash](std::string_view text) {
        hash.update(std::to_string(text.size()) + ":");
        hash.update(text);
    };
    part(model);
    part(prompt);
    for (const auto& label : labels) part(label);
    return store::to_hex(hash.digest());
}

Result<std::unique_ptr<AnswerBook>> AnswerBook::open(const std::filesystem::path& path) {
    std::unique_ptr<AnswerBook> book{new AnswerBook};
    if (!path.empty()) NJ_TRY(book->read(path));
    return book;
}

Status AnswerBook::read(const std::filesystem::path& path) {
    NJ_TRY(file, store::File::open_to_write(path));
    NJ_TRY(file.lock());
    NJ_TRY(size, file.size());
    std::string text(size, '\0');
    for (std::size_t at = 0; at < size;) {
        NJ_TRY(count, file.read_at(at, std::as_writable_bytes(std::span{text}.subspan(at))));
        if (count == 0) break;
        at += count;
    }
    std::size_t number = 0;
    std::size_t at = 0;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
        if (auto line = read_line(std::string_view{text}.substr(at, end - at), ++number); !line)
            return std::unexpected{line.error().in(store::short_name(path))};
        at = end + 1;
    }
    end_ = at;
    if (at < text.size()) NJ_TRY(file.resize(at));
    file_ = std::move(file);
    return {};
}

Status AnswerBook::read_line(std::string_view line, std::size_t number) {
    try {
        auto json = Json::parse(line);
        const auto said = json.at("chain").get<std::string>();
        json.erase("chain");
        const auto chain = hash_of(head_ + json.dump());
        if (chain != said)
            return fail(Errc::BadBook, "line {} does not follow from those before it", number);
        answers_.emplace(json.at("key").get<std::string>(),
                         json.at("log_probabilities").get<std::vector<double>>());
        head_ = chain;
    } catch (const Json::exception& wrong) {
        return fail(Errc::BadBook, "line {}: {}", number, wrong.what());
    }
    return {};
}

std::optional<std::vector<double>> AnswerBook::find(const std::string& key) const {
    const std::scoped_lock lock{mutex_};
    const auto at = answers_.find(key);
    if (at == answers_.end()) return std::nullopt;
    return at->second;
}

Status AnswerBook::add(const BookedAnswer& answer) {
    for (const double each : answer.log_probabilities)
        if (!std::isfinite(each)) return fail(Errc::Failed, "an answer that is no number");
    const auto key = answer_key(answer.model, answer.prompt, answer.labels);
    const std::scoped_lock lock{mutex_};
    if (!answers_.emplace(key, answer.log_probabilities).second) return {};
    auto json = body_of(answer, key);
    head_ = hash_of(head_ + json.dump());
    json["chain"] = head_;
    if (!file_) return {};
    const auto line = json.dump() + "\n";
    NJ_TRY(file_->write_at(end_, std::as_bytes(std::span{line})));
    end_ += line.size();
    return {};
}

std::size_t AnswerBook::size() const {
    const std::scoped_lock lock{mutex_};
    return answers_.size();
}

std::string AnswerBook::head() const {
    const std::scoped_lock lock{mutex_};
    return head_;
}

}  // namespace nightjar::infer
