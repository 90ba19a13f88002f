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
    static nlohmann::json endpoint() {
        auto json = good();
        for (const auto* field : {"file", "quant", "sha256", "base"}) json.erase(field);
        json["family"] = "endpoint";
        json["endpoint"] = {{"url", "http://127.0.0.1:8080/v1"}, {"model", "some-model"}};
        return json;
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

TEST_F(Cards, OfAnEndpointSayWhereItIsAndAreWhatTheyAreKnownBy) {
    const auto card = read_card(write("small.json", endpoint()), folder_).value();
    EXPECT_EQ(card.family, ModelFamily::Endpoint);
    ASSERT_TRUE(card.endpoint);
    EXPECT_EQ(card.endpoint->url.authority(), "127.0.0.1:8080");
    EXPECT_EQ(card.endpoint->model, "some-model");
    EXPECT_EQ(card.endpoint->key, "");
    EXPECT_EQ(card.file, "");
    EXPECT_EQ(card.quant, "");
    EXPECT_EQ(card.base, "some-model");
    EXPECT_EQ(card.sha256.size(), 64U);
    EXPECT_EQ(read_card(folder_ / "small.json", folder_).value().sha256, card.sha256);
    auto other = endpoint();
    other["endpoint"]["model"] = "other-model";
    other["endpoint"]["key"] = "mine";
    const auto changed = read_card(write("small.json", other), folder_).value();
    EXPECT_NE(changed.sha256, card.sha256);
    EXPECT_EQ(changed.endpoint->key, "mine");
    EXPECT_EQ(open_model(card, 1).error().code, Errc::BadModel) << "there is no file";
}

TEST_F(Cards, OfAnEndpointThatAreWrongSayWhereAndShowNoSecret) {
    const auto at = [this](const std::string& url) {
        auto json = endpoint();
        json["endpoint"]["url"] = url;
        return complaint(json);
    };
    EXPECT_NE(at("http://api.example.com/v1").find("take https"), std::string::npos);
    EXPECT_NE(at("wss://api.example.com/v1").find("http or https"), std::string::npos);
    for (const auto* hidden :
         {"https://api.example.com/v1?key=sk-012345", "https://me:sk-012345@api.example.com/v1"}) {
        EXPECT_NE(at(hidden), "");
        EXPECT_EQ(at(hidden).find("sk-012345"), std::string::npos) << at(hidden);
    }
    auto json = endpoint();
    json["tasks"][0]["labels"] = {" long", " long legged"};
    EXPECT_NE(complaint(json).find("tell them apart"), std::string::npos);
    json = endpoint();
    json.erase("endpoint");
    EXPECT_NE(complaint(json).find("endpoint"), std::string::npos);
}

TEST_F(Cards, ThatAreWrongSayWhere) {
    auto json = good();
    json.erase("sha256");
    EXPECT_NE(complaint(json).find("sha256"), std::string::npos);
    json = good();
    json["family"] = "gpt";
    EXPECT_NE(complaint(json).find("llama-lora, flan-t5, phi or endpoint"), std::string::npos);
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

TEST_F(Cards, ABaseByItselfIsPulledAndIsItsFile) {
    auto json = good();
    json.erase("file");
    json.erase("sha256");
    json["weights"] = "Base.Q4_1.gguf";
    json["weights_sha256"] = "11";
    const auto card = read_card(write("small.json", json), folder_ / "cache").value();
    EXPECT_FALSE(card.has_adapter());
    EXPECT_EQ(card.file, folder_ / "cache" / "Base.Q4_1.gguf");
    EXPECT_EQ(card.files().model, card.file);
    EXPECT_TRUE(card.files().adapter.empty());
    EXPECT_TRUE(open_model(card, 1).error().text().ends_with("nightjar model pull Base.Q4_1.gguf"));
}

}  // namespace
}  // namespace nightjar::infer
