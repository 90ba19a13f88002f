#include "infer/endpoint_reply.hpp"

#include "infer/errc.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace nightjar::infer {

using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::json;

namespace {

struct Token {
    std::string text;
    double p{};
};

std::string_view without_blanks(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(" \t\n\r"), text.size()));
}

Token token_of(std::string text, const Json& ln_p) {
    return {std::move(text), std::exp(ln_p.get<double>())};
}

/// Throws what nlohmann throws.
std::vector<Token> listed_in(const Json& body) {
    const auto& said = body.at("choices").at(0).at("logprobs");
    std::vector<Token> tokens;
    if (said.contains("content")) {
        for (const auto& each : said.at("content").at(0).at("top_logprobs"))
            tokens.push_back(token_of(each.at("token").get<std::string>(), each.at("logprob")));
        return tokens;
    }
    for (const auto& [text, ln_p] : said.at("top_logprobs").at(0).items())
        tokens.push_back(token_of(text, ln_p));
    return tokens;
}

Result<std::vector<Token>> read_tokens(std::string_view body) {
    // What nlohmann says of a text that it cannot read quotes the text: it is not told.
    const auto json = Json::parse(body, nullptr, false);
    if (json.is_discarded()) return fail(Errc::Failed, "the answer is no JSON");
    try {
        return listed_in(json);
    } catch (const Json::exception& wrong) {
        return fail(Errc::Failed, "the answer has no log-probabilities where they belong: {}",
                    wrong.what());
    }
}

/// The one that begins so, or how many do.
struct Begun {
    std::size_t count{};
    std::size_t label{};
};

Begun begun_by(std::string_view token, std::span<const std::string> labels) {
    Begun begun;
    const auto word = without_blanks(token);
    if (word.empty()) return begun;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (!without_blanks(labels[i]).starts_with(word)) continue;
        ++begun.count;
        begun.label = i;
    }
    return begun;
}

/// All that a list says of labels.
struct Shares {
    std::vector<double> of_label;
    double all{};      ///< of the list
    double least{1};   ///< of the list
    double unclear{};  ///< the likeliest token that several labels begin with
};

Shares share_out(std::span<const Token> tokens, std::span<const std::string> labels) {
    Shares shares;
    shares.of_label.resize(labels.size());
    for (const auto& token : tokens) {
        shares.all += token.p;
        shares.least = std::min(shares.least, token.p);
        const auto begun = begun_by(token.text, labels);
        if (begun.count == 1) shares.of_label[begun.label] += token.p;
        if (begun.count > 1) shares.unclear = std::max(shares.unclear, token.p);
    }
    return shares;
}

}  // namespace

Status check_labels(std::span<const std::string> labels) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto label = without_blanks(labels[i]);
        if (label.empty()) return fail(Errc::BadCard, "label {} is blank", i + 1);
        for (std::size_t j = 0; j < labels.size(); ++j)
            if (i != j && without_blanks(labels[j]).starts_with(label))
                return fail(Errc::BadCard,
                            "\"{}\" is how \"{}\" begins: an endpoint cannot tell them apart",
                            labels[i], labels[j]);
    }
    return {};
}

Result<std::vector<double>> read_reply(std::string_view body, std::span<const std::string> labels) {
    NJ_TRY(tokens, read_tokens(body));
    // One token alone is what a server chose, not what it weighed.
    if (tokens.size() < 2)
        return fail(Errc::Failed, "the answer lists {} tokens: two are needed", tokens.size());
    const auto shares = share_out(tokens, labels);
    constexpr double rounding = 1e-3;
    if (!(shares.all <= 1 + rounding))
        return fail(Errc::Failed, "the answer's probabilities sum to {}", shares.all);
    const double most = std::ranges::max(shares.of_label);
    if (most <= 0) return fail(Errc::NoLabel, "no label is among the likeliest {}", tokens.size());
    if (shares.unclear > most)
        return fail(Errc::NoLabel, "the likeliest token is how several labels begin");
    const auto missing = static_cast<double>(std::ranges::count(shares.of_label, 0.0));
    constexpr double floor = 1e-12;
    const double rest =
        std::min(shares.least, std::max(0.0, 1 - shares.all) / std::max(missing, 1.0));
    std::vector<double> scores;
    for (const double share : shares.of_label)
        scores.push_back(std::log(std::max(share > 0 ? share : rest, floor)));
    return scores;
}

}  // namespace nightjar::infer
