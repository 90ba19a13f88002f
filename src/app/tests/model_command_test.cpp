/// nightjar model from outside.

#include "app/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::app {
namespace {

namespace fs = std::filesystem;
using tests::Program;
using Json = nlohmann::json;

TEST(ModelCommand, ListsNothingWhereNothingIs) {
    const Program program;
    const auto told = program("model list --json --models " + program.file("none").string());
    EXPECT_EQ(told.code, 0);
    EXPECT_EQ(Json::parse(told.out), Json::array());
}

TEST(ModelCommand, DoesNotKnowAModelThatIsNotThere) {
    const Program program;
    const auto told = program("model eval --model canldes --data x.csv --models " +
                              program.file("none").string() + " 2>&1");
    EXPECT_EQ(told.code, 2);
    EXPECT_NE(told.out.find("there is no model \"canldes\""), std::string::npos) << told.out;
}

TEST(ModelCommand, TeachesWithTheEnvironmentThatIsGiven) {
    const Program program;
    const auto python = program.file("environment") / "bin" / "python";
    fs::create_directories(python.parent_path());
    std::ofstream{python}
        << "#!/bin/sh\necho \"$@\"\necho \"$PYTHONPATH\"\necho \"$NIGHTJAR_PROGRAM\"\nexit 3\n";
    fs::permissions(python, fs::perms::owner_all);
    const auto told = program("model train --python " + program.file("environment").string() +
                              " fit --family phi --steps 3 data --help");
    EXPECT_EQ(told.code, 3) << "what Python says is the answer";
    EXPECT_EQ(told.out, "-m nightjar.train fit --family phi --steps 3 data --help\n" +
                            std::string{NIGHTJAR_SOURCE_DIR} + "/python\n" + NIGHTJAR_BINARY +
                            "\n");
}

TEST(ModelCommand, TeachesNothingWithAnEnvironmentThatIsNone) {
    const Program program;
    const auto told =
        program("model train --python " + program.file("missing").string() + " fit 2>&1");
    EXPECT_EQ(told.code, 2);
    EXPECT_NE(told.out.find("there is no bin/python in it"), std::string::npos) << told.out;
}

}  // namespace
}  // namespace nightjar::app
