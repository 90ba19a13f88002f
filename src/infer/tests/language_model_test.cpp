#include "infer/language_model.hpp"

#include "infer/errc.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace nightjar::infer {
namespace {

TEST(LanguageModel, SaysWhatIsWrongWithAFile) {
    const auto missing = LanguageModel::load({.model = "/nowhere/m.gguf"});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::BadModel);
    EXPECT_NE(std::string{missing.error().text()}.find("/nowhere/m.gguf"), std::string::npos);

    const auto path = std::filesystem::temp_directory_path() / "nightjar-no-model.gguf";
    std::ofstream{path} << "GGUF, or so it says";
    const auto damaged = LanguageModel::load({.model = path.string()});
    std::filesystem::remove(path);
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().code, Errc::BadModel);
}

TEST(Probabilities, SumToOneAndKeepTheOrder) {
    const std::vector<double> scores{-1000, -1001, -1002.5};
    const auto parts = probabilities(scores);
    EXPECT_NEAR(parts[0] + parts[1] + parts[2], 1, 1e-12);
    EXPECT_NEAR(parts[0] / parts[1], std::exp(1.0), 1e-9);
    EXPECT_TRUE(probabilities(std::vector<double>{}).empty());
}

}  // namespace
}  // namespace nightjar::infer
