#pragma once
/// Work for another thread's loop (a transport, a web server: anything with `post`), waited for.
/// Never from that thread itself.

#include <functional>
#include <future>
#include <utility>

namespace nightjar::net {

/// What `action` gives, done on the loop's thread.
template <class Loop, class Action>
auto call_on(Loop& loop, Action action) {
    std::packaged_task<std::invoke_result_t<Action&>()> task{std::move(action)};
    auto done = task.get_future();
    loop.post([&task] { task(); });
    return done.get();
}

/// An answer that comes later: `ask(answer)` begins on the loop's thread, where `answer(value)` is
/// called once.
template <class Answer, class Loop, class Ask>
Answer ask_on(Loop& loop, Ask ask) {
    std::promise<Answer> said;
    loop.post([&] { ask([&said](Answer answer) { said.set_value(std::move(answer)); }); });
    return said.get_future().get();
}

}  // namespace nightjar::net
