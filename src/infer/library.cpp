#include "infer/library.hpp"

#include <ggml-backend.h>
#include <llama.h>

#include <mutex>
#include <string_view>
#include <utility>

namespace nightjar::infer {

namespace {

class Complaints {
public:
    void add(std::string_view text) {
        const std::scoped_lock lock{mutex_};
        while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
        if (!text.empty()) last_ = text;
    }
    std::string take() {
        const std::scoped_lock lock{mutex_};
        return std::exchange(last_, {});
    }

private:
    std::mutex mutex_;
    std::string last_;
};

Complaints& complaints() {
    static Complaints all;
    return all;
}

}  // namespace

void begin_library() {
    static const bool begun = [] {
        llama_log_set(
            [](ggml_log_level level, const char* text, void*) {
                if (level >= GGML_LOG_LEVEL_WARN && level <= GGML_LOG_LEVEL_ERROR)
                    complaints().add(text);
            },
            nullptr);
        ggml_backend_load_all();  // those that come as files of their own, if any
        llama_backend_init();
        return true;
    }();
    (void)begun;
}

std::string take_complaint() { return complaints().take(); }

}  // namespace nightjar::infer
