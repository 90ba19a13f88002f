#pragma once
/// llama.cpp as a whole: its one start, and what it complains of.

#include <string>

namespace nightjar::infer {

/// Before any other call of the library. Any thread, any number of times.
void begin_library();
/// What the library last complained of in this process, and then nothing. Any thread.
std::string take_complaint();

}  // namespace nightjar::infer
