#pragma once
/// What the examples of private messages and answers say, one line for each event: what the
/// decoders gave once, compared with the examples by eye. Here those of Binance and Bybit.

#include "venue/tests/order_testing.hpp"

namespace nightjar::venue {

struct Streamed {};
/// Where an example comes in, and what it says.
struct Example {
    Place place{};
    std::variant<Streamed, Question::Kind, OrderAction> as;
    std::string says{};
    std::string wrapped{"%"};  ///< an answer around an example that is a part of one
    std::string cursor{};      ///< of the question
    bool stop{};               ///< the question is about a stop order
};
using Examples = std::map<std::string, Example>;
using Kind = Question::Kind;

inline Examples binance_examples() {  // NOLINT(readability-function-size): a table
    return {
        {"binance/futures/http_json/account_info_v2.json",
         {Place::BinanceUsdm, Kind::Balances, R"(balance USDT 23.72469206 23.72469206)"}},
        {"binance/futures/http_json/balance.json",
         {Place::BinanceUsdm, Kind::Balances, R"(balance USDT 122.12345678 122.12345678)"}},
        {"binance/futures/http_json/order_response.json",
         {Place::BinanceUsdm, Kind::Order,
          R"(order BTCUSDT testOrder123 12345678 buy open 50000 0.001 0 - fee -)"}},
        {"binance/futures/http_json/position_risk.json",
         {Place::BinanceUsdm, Kind::Positions, R"(position BTCUSDT 0.001 50000)"}},
        {"binance/futures/http_json/open_algo_orders.json",
         {Place::BinanceUsdm, Kind::OpenOrders,
          R"(order BTCUSDT test-algo-order-1 - buy open - 0.001 - - fee -)", "%", "stops"}},
        {"binance/futures/user_data_json/account_update.json",
         {Place::BinanceUsdm, Streamed{}, R"(balance USDT 122624.12345678 -
position BTCUSDT 0 -
position BTCUSDT 20 6563.6
position BTCUSDT -10 6563.8)"}},
        {"binance/futures/user_data_json/account_update_bnfcr.json",
         {Place::BinanceUsdm, Streamed{}, R"(balance BNFCR 5001.28983031 -)"}},
        {"binance/futures/user_data_json/algo_update_canceled.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BNBUSDT Q5xaq5EGKgXXa0fD7fs0Ip - sell cancelled - 0.01 - - fee -: requested)"}},
        {"binance/futures/user_data_json/algo_update_new.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BNBUSDT Q5xaq5EGKgXXa0fD7fs0Ip - sell open - 0.01 - - fee -)"}},
        {"binance/futures/user_data_json/order_update_adl.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSDT adl_autoclose_12345 8887001 buy open 42000 0.005 0.005 42000 fee -: liquidation
fill BTCUSDT adl_autoclose_12345 8887001 buy 42000 0.005 fee 0.105 USDT taker)"}},
        {"binance/futures/user_data_json/order_update_calculated.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSDT autoclose-1234567890 8886999 sell filled 9910 0.014 0.014 9910.12 fee -: liquidation
fill BTCUSDT autoclose-1234567890 8886999 sell 9910.12 0.014 fee 0.06937084 USDT taker)"}},
        {"binance/futures/user_data_json/order_update_calculated_pending.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSDT autoclose-pending-0000 8887004 sell open 9910 0.014 0 - fee -: liquidation)"}},
        {"binance/futures/user_data_json/order_update_delivery.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSD_240329 delivery_autoclose-12345 8887003 sell filled 70000 1 1 70000 fee -: liquidation
fill BTCUSD_240329 delivery_autoclose-12345 8887003 sell 70000 1 fee 0 quote taker)"}},
        {"binance/futures/user_data_json/order_update_insurance.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSDT autoclose-insurance-5678 8887003 sell open 45000 0.02 0.02 45000 fee -: liquidation
fill BTCUSDT autoclose-insurance-5678 8887003 sell 45000 0.02 fee 0.45 USDT taker)"}},
        {"binance/futures/user_data_json/order_update_new.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSDT TEST 8886774 buy open - 0.001 0 - fee -)"}},
        {"binance/futures/user_data_json/order_update_settlement.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSDT settlement_autoclose-9999 8887002 sell filled 50000 0.01 0.01 50000 fee -: liquidation
fill BTCUSDT settlement_autoclose-9999 8887002 sell 50000 0.01 fee 0.25 USDT taker)"}},
        {"binance/futures/user_data_json/order_update_trade.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSDT TEST 8886774 buy open 7100.5 0.001 0.001 7100.5 fee -
fill BTCUSDT TEST 8886774 buy 7100.5 0.001 fee 0.01 USDT maker)"}},
        {"binance/futures/user_data_json/order_update_trade_partial.json",
         {Place::BinanceUsdm, Streamed{},
          R"(order BTCUSDT TEST 8886774 buy open 7100.5 0.002 0.001 7100.5 fee -
fill BTCUSDT TEST 8886774 buy 7100.5 0.001 fee 0.01 USDT maker)"}},
        {"binance/futures/user_data_json/trade_lite.json", {Place::BinanceUsdm, Streamed{}, R"()"}},
        {"binance/spot/user_data_json/account_position.json",
         {Place::BinanceSpot, Streamed{}, R"(balance USDT 12500 10000
balance ETH 5 5)"}},
        {"binance/spot/user_data_json/account_position_wrapped.json",
         {Place::BinanceSpot, Streamed{}, R"(balance ETH 10000 10000)"}},
        {"binance/spot/user_data_json/balance_update.json",
         {Place::BinanceSpot, Streamed{}, R"()"}},
        {"binance/spot/user_data_json/balance_update_wrapped.json",
         {Place::BinanceSpot, Streamed{}, R"()"}},
        {"binance/spot/user_data_json/execution_report_canceled.json",
         {Place::BinanceSpot, Streamed{},
          R"(order ETHUSDT x-TD67BGP9-T0000000000000 12345678 buy cancelled 2500 1 0 - fee -: requested)"}},
        {"binance/spot/user_data_json/execution_report_expired.json",
         {Place::BinanceSpot, Streamed{},
          R"(order ETHUSDT x-TD67BGP9-T0000000000000 12345678 buy expired 2500 1 0 - fee -: not fillable at once)"}},
        {"binance/spot/user_data_json/execution_report_new.json",
         {Place::BinanceSpot, Streamed{},
          R"(order ETHUSDT x-TD67BGP9-T0000000000000 12345678 buy open 2500 1 0 - fee -)"}},
        {"binance/spot/user_data_json/execution_report_stop_loss.json",
         {Place::BinanceSpot, Streamed{},
          R"(order ETHUSDT x-TD67BGP9-T0000000000001 12345679 sell open 2400 1 0 - fee -)"}},
        {"binance/spot/user_data_json/execution_report_trade.json",
         {Place::BinanceSpot, Streamed{},
          R"(order ETHUSDT x-TD67BGP9-T0000000000000 12345678 buy filled 2500 1 1 - fee -
fill ETHUSDT x-TD67BGP9-T0000000000000 12345678 buy 2500 1 fee 0.001 ETH maker)"}},
        {"binance/spot/user_data_json/execution_report_wrapped.json",
         {Place::BinanceSpot, Streamed{},
          R"(order ETHBTC mUvoqJxFIILMdfAW5iGSOW 4293153 buy open 0.1026441 1 0 - fee -)"}},
        {"binance/spot/user_data_json/list_status_wrapped.json",
         {Place::BinanceSpot, Streamed{}, R"()"}},
        {"binance/spot/http_json/account_response.json",
         {Place::BinanceSpot, Kind::Balances, R"(balance BTC 4723846.89208129 4723846.89208129
balance LTC 4763368.68006011 4763368.68006011)"}},
        {"binance/spot/http_json/account_trades_response.json",
         {Place::BinanceSpot, Kind::Fills,
          R"(fill BNBBTC - 100234 buy 4.000001 12 fee 10.1 BNB taker)"}},
        {"binance/spot/http_json/all_orders_response.json",
         {Place::BinanceSpot, Kind::OpenOrders,
          R"(order LTCBTC myOrder1 1 buy open 0.1 1 0 - fee -)"}},
        {"binance/spot/http_json/open_orders_response.json",
         {Place::BinanceSpot, Kind::OpenOrders,
          R"(order LTCBTC myOrder1 1 buy open 0.1 1 0 - fee -)"}},
        {"binance/spot/http_json/order_response.json",
         {Place::BinanceSpot, Kind::Order, R"(order LTCBTC myOrder1 1 buy open 0.1 1 0 - fee -)"}},
        {"binance/spot/http_json/server_time_response.json",
         {Place::BinanceSpot, Kind::ServerTime, R"(time 2017-07-12T02:41:59.559Z)"}},
        {"binance/spot/http_json/cancel_open_orders_response.json",
         {Place::BinanceSpot, OrderAction::CancelAll, R"(ack -)"}},
        {"binance/spot/http_json/cancel_order_response.json",
         {Place::BinanceSpot, OrderAction::Cancel, R"(ack 4)"}},
        {"binance/spot/http_json/new_order_full_response.json",
         {Place::BinanceSpot, OrderAction::Place, R"(ack 28)"}},
    };
}

inline Examples bybit_examples() {  // NOLINT(readability-function-size): a table
    return {
        {"bybit/http_get_executions.json",
         {Place::BybitLinear, Kind::Fills,
          R"(fill BTCUSDT test-order-001 8c065341-7b52-4ca9-ac2c-37e31ac55c94 buy 50000 0.1 fee 0.015 USDT maker
fill ETHUSDT test-order-002 7b954230-6a41-3ba8-bc20-26d20ab44b83 sell 3000 0.5 fee 0.9 USDT taker)"}},
        {"bybit/http_get_fee_rate.json",
         {Place::BybitLinear, Kind::Fees, R"(fees BTCUSDT 0.0001 0.0006
fees ETHUSDT 0.0001 0.0006
fees SOLUSDT 0.00025 0.00075)"}},
        {"bybit/http_get_order_partially_filled_rejected.json",
         {Place::BybitLinear, Kind::Order,
          R"(order BTCUSDT O-20251001-164609-APEX-000-49 5cf98598-39a7-459e-97bf-76ca765ee021 buy cancelled 30000 0.01 0.005 30000 fee 0.0825: insufficient funds)"}},
        {"bybit/http_get_orders_history.json",
         {Place::BybitLinear, Kind::Order,
          R"(order BTCUSDT client-1 abcdef123456 buy cancelled 30000 0.01 0 - fee 0: requested)"}},
        {"bybit/http_get_orders_history_with_duplicate.json",
         {Place::BybitLinear, Kind::Order,
          R"(order ETHUSDT client-open-1 open-order-1 buy open 3930.41 0.01 0 - fee 0
order BTCUSDT client-closed-1 closed-order-1 buy cancelled 30000 0.01 0 - fee 0: requested)"}},
        {"bybit/http_get_orders_realtime.json",
         {Place::BybitLinear, Kind::OpenOrders,
          R"(order ETHUSDT client-open-1 open-order-1 buy open 3930.41 0.01 0 - fee 0
order ETHUSDT client-open-2 open-order-2 sell open 3940.42 0.01 0 - fee 0)"}},
        {"bybit/http_get_orders_realtime_tp_sl.json",
         {Place::BybitLinear, Kind::OpenOrders,
          R"(order BTCUSDT client-tp-001 tp-order-001 sell open - 0.5 0 - fee 0
order BTCUSDT client-sl-001 sl-order-001 sell open 47500 0.5 0 - fee 0)"}},
        {"bybit/http_get_positions.json",
         {Place::BybitLinear, Kind::Positions, R"(position BTCUSDT 0.5 50000
position ETHUSDT -5 3000
position SOLUSDT 0 -)"}},
        {"bybit/http_get_positions_with_open_time.json",
         {Place::BybitLinear, Kind::Positions, R"(position LTCUSDT 1 70)"}},
        {"bybit/http_get_user_query_api.json",
         {Place::BybitLinear, Kind::KeyRights, R"(key trade false withdraw false)"}},
        {"bybit/http_get_wallet_balance.json",
         {Place::BybitLinear, Kind::Balances, R"(balance BTC 0 0
balance USDT 1000.5 1000.5
balance ETH 0 0)"}},
        {"bybit/http_get_wallet_balance_spot_short.json",
         {Place::BybitLinear, Kind::Balances, R"(balance ETH 0 0
balance USDT 2500 2500)"}},
        {"bybit/http_get_wallet_balance_with_spot_borrow.json",
         {Place::BybitLinear, Kind::Balances, R"(balance USDT 1200 1200)"}},
        {"bybit/ws_account_execution.json",
         {Place::BybitLinear, Streamed{},
          R"(fill BTCUSDT test-order-link-001 9aac161b-8ed6-450d-9cab-c5cc67c21784 sell 95900.1 0.5 fee 26.3725275 settle taker)"}},
        {"bybit/ws_account_execution_adl.json",
         {Place::BybitLinear, Streamed{},
          R"(fill BTCUSDT - 9aac161b-8ed6-450d-9cab-c5cc67c21785 sell 95850 0.5 fee 0 settle taker)"}},
        {"bybit/ws_account_execution_fast.json", {Place::BybitLinear, Streamed{}, R"()"}},
        {"bybit/ws_account_execution_fast_envelope_id.json",
         {Place::BybitLinear, Streamed{}, R"()"}},
        {"bybit/ws_account_order.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT client-1 abcdef123456 buy cancelled 30000 0.01 0 - fee 0: requested)"}},
        {"bybit/ws_account_order_buy_stop_market.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-buy-stop-market-001 test-buy-stop-market-001 buy open - 0.1 0 - fee 0)"}},
        {"bybit/ws_account_order_filled.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-order-001 5cf98598-39a7-459e-97bf-76ca765ee020 buy filled 30000.5 0.1 0.1 30000.5 fee 1.650028)"}},
        {"bybit/ws_account_order_limit_if_touched.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-lit-001 test-lit-001 buy open 55500 0.1 0 - fee 0)"}},
        {"bybit/ws_account_order_market_if_touched.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-mit-001 test-mit-001 buy open - 0.1 0 - fee 0)"}},
        {"bybit/ws_account_order_partially_filled_rejected.json",
         {Place::BybitSpot, Streamed{},
          R"(order APEXUSDT O-20251001-164609-APEX-000-49 5cf98598-39a7-459e-97bf-76ca765ee021 buy cancelled 1.5 100 50 1.5 fee 0.0413)"}},
        {"bybit/ws_account_order_sell_market_if_touched.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-sell-mit-001 test-sell-mit-001 sell open - 0.1 0 - fee 0)"}},
        {"bybit/ws_account_order_stop_limit.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-stop-limit-001 test-stop-limit-001 sell open 44500 0.1 0 - fee 0)"}},
        {"bybit/ws_account_order_stop_loss.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-sl-001 test-stop-loss-001 sell open - 0.5 0 - fee 0)"}},
        {"bybit/ws_account_order_stop_market.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-stop-market-001 test-stop-market-001 sell open - 0.1 0 - fee 0)"}},
        {"bybit/ws_account_order_take_profit.json",
         {Place::BybitLinear, Streamed{},
          R"(order BTCUSDT test-client-tp-001 test-take-profit-001 sell open - 0.5 0 - fee 0)"}},
        {"bybit/ws_account_position.json",
         {Place::BybitLinear, Streamed{}, R"(position ETHUSDT -0.01 3641.075)"}},
        {"bybit/ws_account_position_short.json",
         {Place::BybitLinear, Streamed{}, R"(position ETHUSDT -0.01 3641.075)"}},
        {"bybit/ws_account_position_with_open_time.json",
         {Place::BybitLinear, Streamed{}, R"(position BTCUSDT 0.1 50000)",
          R"({"topic":"position","data":[%]})"}},
        {"bybit/ws_account_wallet.json",
         {Place::BybitLinear, Streamed{}, R"(balance BTC 0.00102964 0.00092964
balance USDT 9647.75537647 9519.89806037)"}},
        {"bybit/ws_account_wallet_locked_exceeds_total.json",
         {Place::BybitLinear, Streamed{}, R"(balance USDT 100 0)"}},
        {"bybit/ws_account_wallet_small_order.json",
         {Place::BybitLinear, Streamed{}, R"(balance USDT 51333.82543837 51283.79743837)"}},
        {"bybit/ws_auth_failure.json", {Place::BybitLinear, Streamed{}, R"(refused 10003)"}},
        {"bybit/ws_auth_success.json", {Place::BybitLinear, Streamed{}, R"()"}},
        {"bybit/ws_order_response.json", {Place::BybitLinear, Streamed{}, R"()"}},
        {"bybit/ws_subscription_ack.json", {Place::BybitLinear, Streamed{}, R"(ready)"}},
        {"bybit/ws_subscription_failure.json", {Place::BybitLinear, Streamed{}, R"(refused )"}},
    };
}

}  // namespace nightjar::venue
