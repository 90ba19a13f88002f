#pragma once
/// Who wants to hear what.

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::exchange {

/// A stream's end that can be told.
class TopicSink {
public:
    virtual ~TopicSink() = default;
    virtual void publish(std::string_view topic, const std::string& text) = 0;
};

/// One thread. Sinks are told in the order in which they joined. They leave before they go; they
/// neither join nor leave while they are told.
class Topics {
public:
    void join(std::string_view topic, TopicSink& sink) {
        auto& sinks = sinks_[std::string{topic}];
        if (std::ranges::find(sinks, &sink) == sinks.end()) sinks.push_back(&sink);
    }
    void leave(std::string_view topic, TopicSink& sink) {
        const auto found = sinks_.find(topic);
        if (found == sinks_.end()) return;
        std::erase(found->second, &sink);
        if (found->second.empty()) sinks_.erase(found);
    }
    [[nodiscard]] bool wanted(std::string_view topic) const { return sinks_.contains(topic); }
    void publish(std::string_view topic, const std::string& text) const {
        const auto found = sinks_.find(topic);
        if (found == sinks_.end()) return;
        for (auto* sink : found->second) sink->publish(topic, text);
    }
    /// Calls `visit` with each topic that somebody wants and that begins so.
    template <class Visit>
    void each(std::string_view prefix, Visit visit) const {
        for (auto at = sinks_.lower_bound(prefix);
             at != sinks_.end() && std::string_view{at->first}.starts_with(prefix); ++at)
            visit(std::string_view{at->first});
    }

private:
    std::map<std::string, std::vector<TopicSink*>, std::less<>> sinks_;
};

}  // namespace nightjar::exchange
