#include "infer/endpoint_reply.hpp"

#include "core/base/random.hpp"
#include "infer/errc.hpp"
#include "infer/tests/played_endpoint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace nightjar::infer {
namespace {

using tests::as_chat;
using tests::as_completion;
using tests::Likely;

const std::vector<std::string> updown{" up", " down", " flat"};

void expect_near(const std::vector<double>& scores, const std::vector<double>& wanted) {
    ASSERT_EQ(scores.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(scores[i], wanted[i], 1e-9) << i;
}

TEST(EndpointReply, GivesEachLabelWhatItsFirstTokenHas) {
    const Likely said{{" up", 0.5}, {" down", 0.25}, {" fl", 0.125}, {" maybe", 0.0625}};
    const std::vector<double> wanted{std::log(0.5), std::log(0.25), std::log(0.125)};
    expect_near(read_reply(as_completion(said), updown).value(), wanted);
    expect_near(read_reply(as_chat(said), updown).value(), wanted);
}

TEST(EndpointReply, AddsWhatAModelSaysWithAndWithoutBlanks) {
    const auto scores =
        read_reply(as_chat({{"up", 0.5}, {" up", 0.25}, {"\n", 0.1}, {" down", 0.1}}), updown);
    EXPECT_NEAR(scores.value()[0], std::log(0.75), 1e-9);
}

TEST(EndpointReply, GivesALabelThatIsNotListedNoMoreThanThereIsLeft) {
    // The least of the list, where as much is left.
    auto scores = read_reply(as_chat({{" up", 0.4}, {" down", 0.2}}), updown).value();
    EXPECT_NEAR(scores[2], std::log(0.2), 1e-9);
    // What is left, where it is less; in equal parts.
    scores = read_reply(as_chat({{" up", 0.8}, {" yes", 0.1}}), updown).value();
    EXPECT_NEAR(scores[1], std::log(0.05), 1e-9);
    EXPECT_NEAR(scores[2], std::log(0.05), 1e-9);
    // Never nothing: the book takes numbers only.
    scores = read_reply(as_chat({{" up", 0.9}, {" down", 0.1}}), updown).value();
    EXPECT_TRUE(std::isfinite(scores[2]));
    EXPECT_LT(scores[2], std::log(1e-3));
}

TEST(EndpointReply, IsNoneWhereNoLabelIsListed) {
    const auto read = read_reply(as_chat({{"<think>", 0.9}, {" yes", 0.1}}), updown);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::NoLabel);
}

TEST(EndpointReply, IsNoneWhereTheLikeliestTokenBeginsSeveralLabels) {
    const std::vector<std::string> labels{" star", " soldiers", " none"};
    const auto unclear = read_reply(as_chat({{" s", 0.6}, {" none", 0.3}}), labels);
    ASSERT_FALSE(unclear);
    EXPECT_EQ(unclear.error().code, Errc::NoLabel);
    const auto clear = read_reply(as_chat({{" none", 0.6}, {" s", 0.2}, {" st", 0.1}}), labels);
    EXPECT_NEAR(clear.value()[0], std::log(0.1), 1e-9);
}

TEST(EndpointReply, IsAnErrorOfItsOwnInAnyOtherShape) {
    const std::vector<std::string> wrong{
        "",
        "no",
        "{}",
        "[]",
        "null",
        R"({"choices": []})",
        R"({"choices": [{}]})",
        R"({"choices": [{"logprobs": null}]})",
        R"({"choices": [{"logprobs": {"content": []}}]})",
        R"({"choices": [{"logprobs": {"top_logprobs": []}}]})",
        R"({"choices": [{"logprobs": {"top_logprobs": [{" up": "high", " down": -1}]}}]})",
        R"({"choices": [{"logprobs": {"top_logprobs": [{" up": 0}]}}]})",
        R"({"choices": [{"logprobs": {"top_logprobs": [{" up": 3, " down": -1}]}}]})",
        R"({"choices": [{"logprobs": {"top_logprobs": [{" up": 1e300, " down": -1}]}}]})"};
    for (const auto& body : wrong) {
        const auto read = read_reply(body, updown);
        ASSERT_FALSE(read) << body;
        EXPECT_EQ(read.error().code, Errc::Failed) << body;
    }
}

TEST(EndpointReply, IsNotQuoted) {
    const auto read = read_reply("{\"buy everything", updown);
    EXPECT_EQ(std::string{read.error().text()}.find("buy"), std::string::npos);
}

TEST(EndpointReply, HoweverMangledGivesNumbersOrAnError) {
    core::Random random{1, 1};
    const std::string good = as_chat({{" up", 0.5}, {" down", 0.25}, {" flat", 0.1}});
    int read_at_all = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto body = good;
        const auto changes = 1 + random.below(3);
        for (std::uint64_t c = 0; c < changes; ++c)
            body[random.below(body.size())] = static_cast<char>(random.below(256));
        const auto scores = read_reply(body, updown);
        if (!scores) continue;
        ++read_at_all;
        double sum = 0;
        for (const double each : *scores) {
            ASSERT_TRUE(std::isfinite(each)) << body;
            sum += std::exp(each);
        }
        ASSERT_LE(sum, 1.01) << body;
    }
    EXPECT_GT(read_at_all, 100);
}

TEST(EndpointReply, IsWhatASlowSumOverTheListSays) {
    core::Random random{2, 1};
    const std::vector<std::string> words{"up", "down", "flat", "hold", "none", "long"};
    for (int round = 0; round < 500; ++round) {
        const std::vector<std::string> labels(
            words.begin(), words.begin() + 2 + static_cast<std::ptrdiff_t>(random.below(5)));
        Likely said;
        double left = 1;
        for (const auto& word : words) {
            const double p = left * random.uniform();
            left -= p;
            const auto letters = 1 + random.below(word.size());
            said.emplace_back((random.below(2) == 0 ? " " : "") + word.substr(0, letters), p);
        }
        // All words begin with letters of their own, so each token is of one.
        const auto scores = read_reply(as_completion(said), labels);
        ASSERT_TRUE(scores) << scores.error().text();
        for (std::size_t i = 0; i < labels.size(); ++i)
            ASSERT_NEAR((*scores)[i], std::log(std::max(said[i].second, 1e-12)), 1e-6);
    }
}

TEST(EndpointLabels, MustBeginEachInItsOwnWay) {
    EXPECT_TRUE(check_labels(updown));
    for (const auto& labels :
         {std::vector<std::string>{" up", "up"}, {"long", " long legged"}, {" up", " "}}) {
        const auto checked = check_labels(labels);
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().code, Errc::BadCard);
    }
}

}  // namespace
}  // namespace nightjar::infer
