package peers;

/** An event: public fields for Flink, getters for Esper. */
public class Transaction {
    public long id;
    public String account;
    public String card;
    public String merchant;
    public String device;
    public String country;
    public double amount;
    public long at;

    public long getId() { return id; }
    public String getAccount() { return account; }
    public String getCard() { return card; }
    public String getMerchant() { return merchant; }
    public String getDevice() { return device; }
    public String getCountry() { return country; }
    public double getAmount() { return amount; }
    public long getAt() { return at; }
}
