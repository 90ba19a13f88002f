#include "infer/quantize.hpp"

#include "infer/errc.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nightjar::infer {
namespace {

TEST(Quantize, SaysWhatIsWrong) {
    const auto folder = std::filesystem::temp_directory_path();
    const auto broken = (folder / "nightjar-quantize.gguf").string();
    const auto to = (folder / "nightjar-quantized.gguf").string();
    std::ofstream{broken} << "GGUF, or so it says";
    EXPECT_EQ(quantize(broken, to, "Q3_K").error().code, Errc::OutOfRange);
    EXPECT_EQ(quantize(broken, to, "Q8_0").error().code, Errc::BadModel);
    EXPECT_EQ(quantize(broken, broken, "Q8_0").error().code, Errc::Failed);
    EXPECT_EQ(quantize("/nowhere/m.gguf", to, "Q8_0").error().code, Errc::BadModel);
    EXPECT_FALSE(std::filesystem::exists(to));
    std::filesystem::remove(broken);
}

}  // namespace
}  // namespace nightjar::infer
