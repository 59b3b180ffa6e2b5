// One connection to a worker: carries a call at a time and matches its response. Belongs to a HostPool, which hears of everything. I/O thread only.
#pragma once

#include <memory>
#include <string_view>

#include "workers/dispatch/call.hpp"
#include "workers/dispatch/response_reader.hpp"
#include "workers/dispatch/transport.hpp"

namespace pawl::workers {

class Connection final : public TransportEvents {
  public:
    Connection(HostPool& pool, std::size_t body_limit, SteadyTime now) : pool_(pool), reader_(body_limit), since_(now) {}
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void open(std::shared_ptr<Transport> transport, std::vector<boost::asio::ip::tcp::endpoint> addresses);
    void send(Call& call, SteadyTime now);

    Call* call() const { return call_; }
    /// It has carried no call yet.
    bool is_fresh() const { return carried_ == 0; }
    /// The call it carries is not its first: the worker may have closed it in the meantime.
    bool may_be_stale() const { return carried_ > 1; }
    bool is_open() const { return open_; }
    /// Since when it is being opened, or idle.
    SteadyTime since() const { return since_; }
    void idle_since(SteadyTime now) { since_ = now; }

  private:
    void connected() override;
    void received(std::string_view bytes) override;
    void broken(std::string_view reason, bool orderly) override;

    HostPool& pool_;
    std::shared_ptr<Transport> transport_;
    ResponseReader reader_;
    Call* call_ = nullptr;
    SteadyTime since_;
    std::size_t carried_ = 0;
    bool open_ = false;
};

}  // namespace pawl::workers
