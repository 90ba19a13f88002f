#include "app/node.hpp"

#include "app/wiring.hpp"
#include "backtest/recovery.hpp"

#include <thread>

namespace nightjar::app {

using core::Result;
using core::Status;

Result<std::unique_ptr<Node>> Node::make(const Plan& plan, const SessionDir& session,
                                         Models& models, std::unique_ptr<Marketplace> market,
                                         const core::Clock& clock, bool resume) {
    std::unique_ptr<Node> made{new Node{std::move(market), clock, models.parts()}};
    NJ_TRY(config, session_config(plan, session));
    made->config_ = std::move(config);
    NJ_TRY(made->open_logs(session));
    NJ_TRY(made->market_->enter(made->config_, session, made->ledger_->log().recovery().records));
    NJ_TRY(first, made->begin(session, resume));
    NJ_TRY(history, made->market_->open(resume));
    first.insert(first.end(), history.begin(), history.end());
    made->commands_ = std::make_unique<engine::CommandFeed>(made->market_->feed(), clock,
                                                            *made->engine_, std::move(first));
    made->commands_->hear(models.opinions());
    made->feed_ = std::make_unique<store::RecordingFeed>(*made->commands_, *made->inputs_);
    return made;
}

Status Node::open_logs(const SessionDir& session) {
    NJ_TRY(inputs, store::EventLog::open(session.inputs()));
    inputs_ = std::move(inputs);
    store::LedgerOptions options;
    options.inputs = inputs_.get();
    NJ_TRY(ledger, store::Ledger::open(session.ledger(), options));
    ledger_ = std::move(ledger);
    recovered_.ledger_bytes = ledger_->log().bytes();
    recovered_.cut_bytes = inputs_->recovery().cut_bytes + ledger_->log().recovery().cut_bytes;
    return {};
}

Result<std::vector<core::Event>> Node::begin(const SessionDir& session, bool resume) {
    const engine::Ports ports{market_->venues(), ledger_.get()};
    std::vector<core::Event> first;
    if (resume) {
        NJ_TRY(recovery,
               backtest::recover(config_, parts_, ports, session.ledger(), session.checkpoint()));
        engine_ = std::move(recovery.engine);
        recovered_.records = recovery.records;
        recovered_.from_checkpoint = recovery.from_checkpoint;
        NJ_TRY(reports, market_->resume(*engine_, session));
        core::Event resumed;
        resumed.body = core::Command{core::Command::Kind::Resumed, recovered_.records};
        first.push_back(resumed);
        first.insert(first.end(), reports.begin(), reports.end());
    } else {
        NJ_TRY(engine, engine::Engine::build(config_, parts_, ports));
        engine_ = std::move(engine);
        engine_->open();
    }
    checkpointer_ = std::make_unique<Checkpointer>(config_, session);
    return first;
}

void Node::run() {
    engine::LiveLoop loop{*engine_, *feed_, *clock_, box_, [this] { return market_->standing(); }};
    loop.run([](core::Duration d) { std::this_thread::sleep_for(std::chrono::nanoseconds{d.ns}); });
}

Result<std::string> Node::finish() {
    market_->close();
    NJ_TRY(ledger_->close());
    NJ_TRY(inputs_->close());
    NJ_TRY(checkpointer_->finish());
    return ledger_->head();
}

}  // namespace nightjar::app
