#include "infer/model_card.hpp"

#include "infer/errc.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace nightjar::infer {
namespace {

namespace fs = std::filesystem;

class Cards : public ::testing::Test {
protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    static nlohmann::json good() {
        return nlohmann::json::parse(R"({
            "name": "small", "family": "phi", "file": "small.gguf", "quant": "Q8_0",
            "sha256": "00", "cutoff": "2022-05-31", "base": "from scratch",
            "tasks": [{"name": "patterns", "encoding": 1, "candles": 6, "before": "pattern:",
                       "labels": [" doji", " none"]}]})");
    }
    fs::path write(const std::string& name, const nlohmann::json& json) {
        std::ofstream{folder_ / name} << json;
        return folder_ / name;
    }
    std::string complaint(const nlohmann::json& json) {
        const auto read = read_card(write("small.json", json), folder_);
        if (read) return "";
        EXPECT_EQ(read.error().code, Errc::BadCard);
        return std::string{read.error().text()};
    }

    fs::path folder_{fs::temp_directory_path() /
                     ("nightjar-cards-" +
                      std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
                      ::testing::UnitTest::GetInstance()->current_test_info()->name())};
};

TEST_F(Cards, SayWhatTheModelIsAndHowItIsAsked) {
    const auto card = read_card(write("small.json", good()), folder_).value();
    EXPECT_EQ(card.family, ModelFamily::Phi);
    EXPECT_EQ(card.file, folder_ / "small.gguf");
    EXPECT_EQ(card.files().model, (folder_ / "small.gguf").string());
    ASSERT_NE(card.task("patterns"), nullptr);
    EXPECT_EQ(card.task("patterns")->candles, 6U);
    EXPECT_EQ(card.task("direction"), nullptr);
}

TEST_F(Cards, OfAnAdapterNameTheWeightsItGoesOn) {
    auto json = good();
    json["family"] = "llama-lora";
    json["weights"] = "base.gguf";
    json["weights_sha256"] = "11";
    const auto files = read_card(write("small.json", json), "/cache").value().files();
    EXPECT_EQ(files.model, "/cache/base.gguf");
    EXPECT_EQ(files.adapter, (folder_ / "small.gguf").string());
}

TEST_F(Cards, ThatAreWrongSayWhere) {
    auto json = good();
    json.erase("sha256");
    EXPECT_NE(complaint(json).find("sha256"), std::string::npos);
    json = good();
    json["family"] = "gpt";
    EXPECT_NE(complaint(json).find("llama-lora, flan-t5 or phi"), std::string::npos);
    json = good();
    json["file"] = "../../etc/passwd";
    EXPECT_NE(complaint(json).find("make a name"), std::string::npos);
    json = good();
    json["tasks"][0]["encoding"] = 2;
    EXPECT_NE(complaint(json).find("encoding 2"), std::string::npos);
    json = good();
    json["name"] = "other";
    EXPECT_NE(complaint(json).find("its name must be the file's"), std::string::npos);
}

TEST_F(Cards, ThatAreWrongLeaveTheOthers) {
    write("small.json", good());
    std::ofstream{folder_ / "broken.json"} << "{";
    int wrong = 0;
    const auto cards = read_cards(folder_, folder_, [&](const core::Error&) { ++wrong; });
    EXPECT_EQ(cards.size(), 1U);
    EXPECT_EQ(wrong, 1);
    EXPECT_TRUE(read_cards(folder_ / "missing", folder_, [](const core::Error&) {}).empty());
}

TEST_F(Cards, AFileThatIsAnotherIsNotLoaded) {
    const auto card = read_card(write("small.json", good()), folder_).value();
    EXPECT_EQ(open_model(card, 1).error().code, Errc::BadModel) << "missing";
    std::ofstream{folder_ / "small.gguf"} << "something else";
    const auto other = open_model(card, 1);
    ASSERT_FALSE(other);
    EXPECT_NE(std::string{other.error().text()}.find("another file"), std::string::npos);
}

TEST_F(Cards, AnAdapterWithoutItsBaseSaysHowToGetIt) {
    auto json = good();
    json["sha256"] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    json["weights"] = "Base.Q4_1.gguf";
    json["weights_sha256"] = "11";
    std::ofstream{folder_ / "small.gguf"} << "abc";
    const auto none = open_model(read_card(write("small.json", json), folder_).value(), 1);
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().text().ends_with(
        "Base.Q4_1.gguf is missing: nightjar model pull Base.Q4_1.gguf"))
        << none.error().text();
}

}  // namespace
}  // namespace nightjar::infer
