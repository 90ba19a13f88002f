#include "infer/answer_book.hpp"

#include "infer/errc.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::infer {
namespace {

namespace fs = std::filesystem;

struct Shelf : ::testing::Test {
    Shelf() { fs::remove(path); }
    ~Shelf() override { fs::remove(path); }

    static BookedAnswer answer(int i) {
        return {std::string(64, 'a'), "direction",          "",      "prompt " + std::to_string(i),
                {" up", " down"},     {-0.1 * i, -1.0 / 3}, "range", i};
    }
    static std::string key(int i) {
        const auto a = answer(i);
        return answer_key(a.model, a.prompt, a.labels);
    }
    void write_three() const {
        const auto book = AnswerBook::open(path).value();
        for (int i = 0; i < 3; ++i) ASSERT_TRUE(book->add(answer(i)));
    }
    [[nodiscard]] std::string text() const {
        std::ifstream stream{path};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

    fs::path path{fs::temp_directory_path() / ("nightjar-book-" + std::to_string(::getpid()))};
};

TEST_F(Shelf, WhatWasAnsweredComesBackToTheLastBit) {
    write_three();
    const auto book = AnswerBook::open(path).value();
    EXPECT_EQ(book->size(), 3U);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(book->find(key(i)), answer(i).log_probabilities);
    EXPECT_FALSE(book->find(key(3)));
}

TEST_F(Shelf, ATornLineIsCutAndTheBookGoesOn) {
    write_three();
    fs::resize_file(path, fs::file_size(path) - 5);
    {
        const auto book = AnswerBook::open(path).value();
        EXPECT_EQ(book->size(), 2U);
        ASSERT_TRUE(book->add(answer(2)));
    }
    EXPECT_EQ(AnswerBook::open(path).value()->size(), 3U);
}

TEST_F(Shelf, AChangedOrMissingLineIsFoundAndNamed) {
    write_three();
    const auto good = text();
    auto changed = good;
    changed.replace(changed.find("prompt 1"), 8, "prompt 9");
    auto shorter = good;
    shorter.erase(0, shorter.find('\n') + 1);
    for (const auto& [bad, line] : {std::pair{changed, "line 2"}, std::pair{shorter, "line 1"}}) {
        std::ofstream{path} << bad;
        const auto book = AnswerBook::open(path);
        ASSERT_FALSE(book);
        EXPECT_EQ(book.error().code, Errc::BadBook);
        EXPECT_NE(book.error().text().find(line), std::string_view::npos) << book.error().text();
    }
}

TEST(AnswerKey, TellsModelPromptAndLabelsApart) {
    const std::vector<std::string> labels{" a", " b"};
    const auto key = answer_key("m", "p", labels);
    EXPECT_NE(answer_key("n", "p", labels), key);
    EXPECT_NE(answer_key("m", "q", labels), key);
    EXPECT_NE(answer_key("m", "p a", std::vector<std::string>{" b"}), key);
    EXPECT_EQ(answer_key("m", "p", labels), key);
}

}  // namespace
}  // namespace nightjar::infer
